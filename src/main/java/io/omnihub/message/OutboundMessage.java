package io.omnihub.message;

import java.util.List;

/// A message on its way to the contact, as a channel's outbound route takes it from `hub:outbound`.
///
/// @param delivery      the id of the delivery, the same in every attempt
/// @param thread        the external thread or user id to send to
/// @param attempt       from 1
/// @param maybeRepeated whether an earlier attempt may have reached the contact without our knowing
/// @param quoted        the platform's id of the message that it answers; empty where it answers none that the platform
///                      knows
/// @param calls         the calls that earlier attempts made for it, in order; those are not made again
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
        boolean maybeRepeated,
        String quoted,
        List<PlatformCall> calls)
        implements OutboundDelivery {

    public OutboundMessage {
        Check.id("delivery", delivery);
        Check.id("thread", thread);
        Check.notNegative("sequence", sequence);
        calls = List.copyOf(calls);
    }

    /// One that answers no message, and of which nothing was sent yet.
    public OutboundMessage(
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
        this(
                delivery,
                tenant,
                channel,
                inbox,
                conversation,
                sequence,
                thread,
                message,
                attempt,
                maybeRepeated,
                "",
                List.of());
    }
}
