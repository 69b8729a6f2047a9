package io.omnihub.channel;

import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a channel can do beyond text, with its limits.
///
/// @param contents    the kinds of content it can send, beside text
/// @param largest     of these kinds, how many bytes a file may have; a kind that is not named has no limit
/// @param replyWindow how long after the contact's last message it still takes replies; null where it always does
/// @param links       whether a file that it can't send goes as a link
public record Capabilities(
        Set<Class<? extends Content>> contents,
        Map<Class<? extends Content>, Long> largest,
        @Nullable Duration replyWindow,
        boolean links) {

    public Capabilities {
        contents = Set.copyOf(contents);
        largest = Map.copyOf(largest);
    }

    /// Those of a channel, which knows nothing of links.
    public Capabilities(
            Set<Class<? extends Content>> contents,
            Map<Class<? extends Content>, Long> largest,
            @Nullable Duration replyWindow) {
        this(contents, largest, replyWindow, false);
    }

    /// Those of a channel that has no limits.
    public Capabilities(Set<Class<? extends Content>> contents, @Nullable Duration replyWindow) {
        this(contents, Map.of(), replyWindow);
    }

    /// Whether a part can be sent as it is.
    public boolean sends(Content content) {
        return content instanceof Content.Text || (contents.contains(content.getClass()) && fits(content));
    }

    /// Whether a part can be sent, as it is or as a link to its file.
    public boolean takes(Content content) {
        return sends(content)
                || (links && Media.of(content).filter(Media::isStored).isPresent());
    }

    Capabilities linking() {
        return new Capabilities(contents, largest, replyWindow, true);
    }

    private boolean fits(Content content) {
        Long most = largest.get(content.getClass());
        return most == null
                || Media.of(content).filter(media -> media.size() > most).isEmpty();
    }
}
