package io.omnihub.conversation;

import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A contact's lasting thread in an inbox, as it stands after its last entry.
///
/// @param thread       the external thread or user id it is made of
/// @param lastSequence of its last entry
/// @param lastVisible  of the last entry that the contact may see; 0 where there is none
/// @param changedAt    when its last entry was written
/// @param messageAt    when its last message was written; where there is none, when it began
/// @param waitingSince when the contact said what nobody has answered yet; null where nothing waits for an answer
/// @param session      the current session; null where there was none yet
public record Conversation(
        ConversationId id,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        String thread,
        String routingKey,
        int partition,
        ContactId contact,
        Instant createdAt,
        Instant changedAt,
        Instant messageAt,
        @Nullable Instant waitingSince,
        long lastSequence,
        long lastVisible,
        @Nullable Session session) {

    Conversation with(@Nullable Session newSession) {
        return new Conversation(
                id,
                tenant,
                channel,
                inbox,
                thread,
                routingKey,
                partition,
                contact,
                createdAt,
                changedAt,
                messageAt,
                waitingSince,
                lastSequence,
                lastVisible,
                newSession);
    }

    /// With entries more, of which the session that it has now came too.
    ///
    /// @param added of one moment, at least one
    Conversation with(List<Entry> added, long newLastVisible) {
        Entry last = added.getLast();
        Instant now = last.storedAt();
        boolean said = added.stream().anyMatch(Conversation::isMessage);
        return new Conversation(
                id,
                tenant,
                channel,
                inbox,
                thread,
                routingKey,
                partition,
                contact,
                createdAt,
                now,
                said ? now : messageAt,
                waitsAfter(added) ? (waitingSince == null ? now : waitingSince) : null,
                last.sequence(),
                newLastVisible,
                session);
    }

    private static boolean isMessage(Entry entry) {
        return entry.visibility() == Visibility.EVERYONE && entry.change() instanceof Message;
    }

    /// Whether the contact waits for an answer: what was said to all last, was said by the contact. What the platform
    /// tells of the contact's doings asks nothing.
    private boolean waitsAfter(List<Entry> added) {
        if (session == null || session.status() == SessionStatus.RESOLVED) {
            return false;
        }
        boolean waits = waitingSince != null;
        for (Entry entry : added) {
            if (isMessage(entry) && entry.change() instanceof Message message) {
                boolean asks = !message.parts().stream().allMatch(Content.SystemEvent.class::isInstance);
                waits = entry.direction() == Direction.INBOUND ? waits || asks : waits && !asks;
            }
        }
        return waits;
    }
}
