package io.omnihub.channel.poll;

import java.util.List;

/// The inboxes of a channel that are to be polled. A channel offers one as the bean `<channel>Poller`.
public interface Poller {

    /// Each is polled by itself, so that one that hangs holds up no other.
    List<? extends PolledInbox> polled();
}
