package io.omnihub.channel;

/// Work for inboxes that waits while they are held.
public interface HeldWork {

    /// Puts aside what is held and due: when this returns, nothing that was begun before is unknown to [#underWay], on
    /// whichever node.
    void putAside();

    /// It may go on, the oldest first.
    void released(Hold hold);

    /// How much was begun and has not ended, on all nodes.
    long underWay(Hold hold);

    /// How much waits.
    long waiting(Hold hold);
}
