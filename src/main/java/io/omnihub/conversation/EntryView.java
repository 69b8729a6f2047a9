package io.omnihub.conversation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.omnihub.message.Entry;
import io.omnihub.message.Media;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry as the API shows it: as the model has it, with the state of its media beside it.
///
/// @param media one for each part that consists of media; null where there is none
public record EntryView(
        @JsonUnwrapped Entry entry, @Nullable List<PartMedia> media) {

    /// Where the bytes of a part are.
    ///
    /// @param part   index of the part, from 0
    /// @param stored whether they are here; else they still have to be fetched from the platform
    /// @param href   where to get them; null until they are here
    /// @param reason why they will not come; null where they are here or may still come
    public record PartMedia(
            int part,
            boolean stored,
            Media media,
            @Nullable String href,
            @Nullable String reason) {}

    /// A page of entries.
    ///
    /// @param after the sequence to ask with for what comes next
    /// @param epoch of the log; when it differs from the last one, load the conversation anew
    public record Entries(List<EntryView> items, long after, long epoch) {}
}
