package io.omnihub.channel;

import io.omnihub.message.Content;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a channel can do beyond text, with its limits.
///
/// @param contents    the kinds of content it can send, beside text
/// @param replyWindow how long after the contact's last message it still takes replies; null where it always does
public record Capabilities(
        Set<Class<? extends Content>> contents, @Nullable Duration replyWindow) {

    public Capabilities {
        contents = Set.copyOf(contents);
    }

    /// Whether a part of this kind can be sent.
    public boolean sends(Content content) {
        return content instanceof Content.Text || contents.contains(content.getClass());
    }
}
