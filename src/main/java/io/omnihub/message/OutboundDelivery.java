package io.omnihub.message;

/// What goes out by the ledger: once, and in the order of its conversation.
public sealed interface OutboundDelivery extends Outbound permits OutboundMessage, OutboundEdit, OutboundRecall {

    /// The id of the delivery, the same in every attempt.
    String delivery();

    /// The sequence of the entry that it tells the contact.
    long sequence();

    /// Which attempt it is, from 1.
    int attempt();

    /// Whether an earlier attempt may have reached the contact without our knowing.
    boolean maybeRepeated();
}
