package io.omnihub.message;

/// What goes to a contact, as a channel's outbound route takes it from `hub:outbound`.
public sealed interface Outbound permits OutboundDelivery, OutboundTyping, OutboundRead {

    TenantId tenant();

    ChannelId channel();

    InboxId inbox();

    ConversationId conversation();

    /// The external thread or user id that it goes to.
    String thread();
}
