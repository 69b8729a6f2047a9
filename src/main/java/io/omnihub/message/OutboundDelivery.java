package io.omnihub.message;

/// What goes out by the ledger: once, and in the order of its conversation.
public sealed interface OutboundDelivery extends Outbound permits OutboundMessage, OutboundEdit, OutboundRecall {

    OutboundHeader header();

    /// The id of the delivery, the same in every attempt.
    default String delivery() {
        return header().delivery();
    }

    @Override
    default TenantId tenant() {
        return header().tenant();
    }

    @Override
    default ChannelId channel() {
        return header().channel();
    }

    @Override
    default InboxId inbox() {
        return header().inbox();
    }

    @Override
    default ConversationId conversation() {
        return header().conversation();
    }

    /// The sequence of the entry that it tells the contact.
    default long sequence() {
        return header().sequence();
    }

    @Override
    default String thread() {
        return header().thread();
    }

    /// Which attempt it is, from 1.
    default int attempt() {
        return header().attempt();
    }

    /// Whether an earlier attempt may have reached the contact without our knowing.
    default boolean maybeRepeated() {
        return header().maybeRepeated();
    }
}
