package io.omnihub.message;

/// Somebody types to the contact, or has stopped. It is told as well as that goes, and never stored.
///
/// @param stopped whether nobody types any more
public record OutboundTyping(
        TenantId tenant, ChannelId channel, InboxId inbox, ConversationId conversation, String thread, boolean stopped)
        implements Outbound {

    public OutboundTyping {
        Check.id("thread", thread);
    }
}
