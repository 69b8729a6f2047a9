package io.omnihub.message;

/// Somebody has read what the contact said. It is told as well as that goes.
///
/// @param externalId the platform's id of the last message that was read
public record OutboundRead(
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        ConversationId conversation,
        String thread,
        String externalId)
        implements Outbound {

    public OutboundRead {
        Check.id("thread", thread);
        Check.id("externalId", externalId);
    }
}
