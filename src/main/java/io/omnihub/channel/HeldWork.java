package io.omnihub.channel;

import java.util.List;

/// Work for inboxes that waits while they are held.
public interface HeldWork {

    /// Puts aside what is held and due: when this returns, nothing that was begun before is unknown to [#counts], on
    /// whichever node.
    void putAside();

    /// It may go on, the oldest first.
    void released(Hold hold);

    /// How much of what is held was begun and has not ended, on all nodes, and how much waits.
    List<HeldCounts.OfInbox> counts();
}
