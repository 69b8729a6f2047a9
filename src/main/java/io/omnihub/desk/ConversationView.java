package io.omnihub.desk;

import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Session;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.Sender;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation as the API shows it.
///
/// @param lastSequence of its last entry
/// @param session      the current session; null where there was none yet
/// @param lastMessage  null where there is none, or none among the last entries
record ConversationView(
        ConversationId id,
        ChannelId channel,
        InboxId inbox,
        ContactName contact,
        Instant createdAt,
        Instant changedAt,
        long lastSequence,
        @Nullable SessionView session,
        @Nullable Preview lastMessage) {

    static ConversationView of(Conversation conversation, String contactName, @Nullable Entry lastMessage) {
        return new ConversationView(
                conversation.id(),
                conversation.channel(),
                conversation.inbox(),
                new ContactName(conversation.contact(), contactName),
                conversation.createdAt(),
                conversation.changedAt(),
                conversation.lastSequence(),
                conversation.session() == null ? null : SessionView.of(conversation.session()),
                lastMessage == null ? null : Preview.of(lastMessage));
    }

    /// Whose conversation it is.
    record ContactName(ContactId id, String name) {}

    /// What was said last.
    ///
    /// @param kinds of its parts
    /// @param text  the beginning of the first text in it; empty where there is none
    record Preview(long sequence, Direction direction, Sender sender, Instant sentAt, List<String> kinds, String text) {

        private static final int LONGEST = 200;

        static Preview of(Entry entry) {
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

    /// One stretch of service.
    ///
    /// @param assignee empty where nobody has it
    /// @param revision what commands name as `expectedRevision`
    record SessionView(
            SessionId id,
            int number,
            SessionStatus status,
            String assignee,
            List<String> labels,
            long revision,
            Instant openedAt,
            Instant changedAt) {

        static SessionView of(Session session) {
            return new SessionView(
                    session.id(),
                    session.number(),
                    session.status(),
                    session.assignee(),
                    session.labels().stream().sorted().toList(),
                    session.revision(),
                    session.openedAt(),
                    session.changedAt());
        }
    }
}
