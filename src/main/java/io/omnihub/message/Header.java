package io.omnihub.message;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What every inbound event carries beside its body.
///
/// @param direction  towards the hub, or, for an echo of what was said elsewhere in our name, towards the contact
/// @param thread     the external thread or user id that the conversation is made of
/// @param routingKey what decides the partition: the thread, or the inbox where a thing may arrive without one
/// @param key        what makes the event unique in its inbox: see [Keys]
/// @param sentAt     the sender's clock, for display only
/// @param receivedAt our clock
/// @param metadata   further facts by name
/// @param raw        the bytes as received, where they were not ours
public record Header(
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        Direction direction,
        String thread,
        String routingKey,
        String key,
        Sender sender,
        Instant sentAt,
        Instant receivedAt,
        Map<String, String> metadata,
        @Nullable Raw raw) {

    /// The metadata by which a message of a group names the topic that it stands in, by the platform's id: some
    /// platforms call it a thread.
    public static final String TOPIC = "topic";

    public Header {
        Check.id("thread", thread);
        Check.id("routingKey", routingKey);
        Check.id("key", key);
        Check.time("sentAt", sentAt);
        Check.time("receivedAt", receivedAt);
        metadata = Check.texts("metadata", metadata);
    }

    /// The same with other facts.
    public Header withMetadata(Map<String, String> other) {
        return new Header(
                tenant, channel, inbox, direction, thread, routingKey, key, sender, sentAt, receivedAt, other, raw);
    }

    /// The same with other bytes, or without any.
    public Header withRaw(@Nullable Raw other) {
        return new Header(
                tenant,
                channel,
                inbox,
                direction,
                thread,
                routingKey,
                key,
                sender,
                sentAt,
                receivedAt,
                metadata,
                other);
    }
}
