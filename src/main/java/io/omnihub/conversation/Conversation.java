package io.omnihub.conversation;

import io.omnihub.log.Positions;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.Session;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A contact's lasting thread in an inbox, as it stands after its last entry.
///
/// @param number     what tables know it by: it grows with the time at which conversations began, so that what belongs
///                   to those of one time lies together
/// @param thread     the external thread or user id it is made of
/// @param head       what changes with each entry
/// @param session    the current session; null where there was none yet
public record Conversation(
        ConversationId id,
        long number,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        String thread,
        String routingKey,
        int partition,
        ContactId contact,
        Instant createdAt,
        Head head,
        @Nullable Session session) {

    /// The number of a conversation by its first entry.
    static long number(int partition, long firstPosition) {
        return firstPosition * Partitions.MOST + partition;
    }

    /// When its last entry was written.
    public Instant changedAt() {
        return head.changedAt();
    }

    /// When its last message was written; where there is none, when it began.
    public Instant messageAt() {
        return head.messageAt();
    }

    /// When the contact said what nobody has answered yet; null where nothing waits for an answer.
    public @Nullable Instant waitingSince() {
        return head.waitingSince();
    }

    /// The sequence of its last entry.
    public long lastSequence() {
        return head.lastSequence();
    }

    /// The sequence of the last entry that the contact may see; 0 where there is none.
    public long lastVisible() {
        return head.lastVisible();
    }

    /// With an entry more, and the session with which it came.
    Conversation with(Entry added, @Nullable Session newSession) {
        boolean open = newSession != null && newSession.status() != SessionStatus.RESOLVED;
        return with(head.with(added, open), newSession);
    }

    /// With other positions: the last entries' are written down elsewhere.
    Conversation with(Positions positions) {
        return with(head.with(positions), session);
    }

    /// With the contact who its person turned out to be.
    Conversation with(ContactId person) {
        return new Conversation(
                id, number, tenant, channel, inbox, thread, routingKey, partition, person, createdAt, head, session);
    }

    private Conversation with(Head newHead, @Nullable Session newSession) {
        return new Conversation(
                id,
                number,
                tenant,
                channel,
                inbox,
                thread,
                routingKey,
                partition,
                contact,
                createdAt,
                newHead,
                newSession);
    }

    /// What changes with each entry.
    ///
    /// @param lastMessage the position of the last message that everyone may see; 0 where there is none
    /// @param positions   of the last entries
    public record Head(
            Instant changedAt,
            Instant messageAt,
            @Nullable Instant waitingSince,
            long lastSequence,
            long lastVisible,
            long lastMessage,
            Positions positions) {

        static Head beginning(Instant now) {
            return new Head(now, now, null, 0, 0, 0, Positions.NONE);
        }

        private Head with(Positions newPositions) {
            return new Head(changedAt, messageAt, waitingSince, lastSequence, lastVisible, lastMessage, newPositions);
        }

        private Head with(Entry entry, boolean open) {
            boolean visible = entry.visibility() == Visibility.EVERYONE;
            boolean said = visible && entry.change() instanceof Message;
            Instant now = entry.storedAt();
            return new Head(
                    now,
                    said ? now : messageAt,
                    open && waitsAfter(entry) ? (waitingSince == null ? now : waitingSince) : null,
                    entry.sequence(),
                    visible ? entry.sequence() : lastVisible,
                    said ? entry.position() : lastMessage,
                    positions.plus(entry.position()));
        }

        /// Whether the contact waits for an answer: what was said to all last, was said by the contact. What the
        /// platform tells of the contact's doings asks nothing, and what the hub itself tells answers
        /// nothing.
        private boolean waitsAfter(Entry entry) {
            boolean waits = waitingSince != null;
            if (!entry.sender().equals(Sender.HUB)
                    && entry.visibility() == Visibility.EVERYONE
                    && entry.change() instanceof Message message) {
                boolean asks = !message.parts().stream().allMatch(Content.SystemEvent.class::isInstance);
                return entry.direction() == Direction.INBOUND ? waits || asks : waits && !asks;
            }
            return waits;
        }
    }
}
