package io.omnihub.message;

/// A message on its way to the contact, as a channel's outbound route takes it from `hub:outbound`.
///
/// @param delivery      the id of the delivery; the same in every attempt, so it serves as the platform's idempotency
/// key
/// @param thread        the external thread or user id to send to
/// @param attempt       from 1
/// @param maybeRepeated whether an earlier attempt may have reached the contact without our knowing
public record OutboundMessage(
        String delivery,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        ConversationId conversation,
        long sequence,
        String thread,
        Message message,
        int attempt,
        boolean maybeRepeated) {

    public OutboundMessage {
        Check.id("delivery", delivery);
        Check.id("thread", thread);
        Check.notNegative("sequence", sequence);
    }
}
