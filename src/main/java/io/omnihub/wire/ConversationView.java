package io.omnihub.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.Sender;
import io.omnihub.message.Session;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation as lists show it.
///
/// @param changedAt    when its last entry was written
/// @param messageAt    when its last message was written
/// @param waitingSince when the contact said what nobody has answered yet; null where nothing waits for an answer
/// @param lastSequence of its last entry
/// @param session      the current session; null where there was none yet
/// @param lastMessage  null where there is none, or none among the last entries
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationView(
        ConversationId id,
        ChannelId channel,
        InboxId inbox,
        ContactName contact,
        Instant createdAt,
        Instant changedAt,
        Instant messageAt,
        @Nullable Instant waitingSince,
        long lastSequence,
        @Nullable Session session,
        @Nullable Preview lastMessage) {

    /// Whose conversation it is.
    public record ContactName(ContactId id, String name) {}

    /// What was said last.
    ///
    /// @param kinds of its parts
    /// @param text  the beginning of the first text in it; empty where there is none
    public record Preview(
            long sequence, Direction direction, Sender sender, Instant sentAt, List<String> kinds, String text) {

        private static final int LONGEST = 200;

        public static Preview of(Entry entry) {
            var parts = Contents.partsOf(entry.change());
            return new Preview(
                    entry.sequence(),
                    entry.direction(),
                    entry.sender(),
                    entry.sentAt(),
                    parts.stream().map(Contents::kind).toList(),
                    Contents.firstText(parts, LONGEST));
        }
    }
}
