package io.omnihub.conversation;

import io.omnihub.message.Change;
import io.omnihub.message.Session;
import io.omnihub.message.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an event does to a conversation, decided and not yet written.
sealed interface Decision {

    /// It changes the conversation.
    ///
    /// @param changes the entries to write, in order
    /// @param primary index of the entry that stands for the event itself
    /// @param session the session afterwards
    record Accepted(
            List<Planned> changes, int primary, @Nullable Session session) implements Decision {}

    /// It may not be.
    record Rejected(Outcome.Refused refused) implements Decision {}

    /// An entry to be written.
    record Planned(Change change, Visibility visibility) {}
}
