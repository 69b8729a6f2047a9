package io.omnihub.conversation;

import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A contact's lasting thread in an inbox, as it stands after its last entry.
///
/// @param thread       the external thread or user id it is made of
/// @param lastSequence of its last entry
/// @param lastVisible  of the last entry that the contact may see; 0 where there is none
/// @param changedAt    when its last entry was written
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
                lastSequence,
                lastVisible,
                newSession);
    }

    Conversation advanced(long newLastSequence, long newLastVisible, Instant now) {
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
                newLastSequence,
                newLastVisible,
                session);
    }
}
