package io.omnihub.channel.poll;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.List;

/// An inbox that is polled. Only one thread of one node at a time calls it.
public interface PolledInbox {

    TenantId tenant();

    InboxId id();

    /// Looks once for what is new, and hands it on, in its order. What was handed on is kept when that returns: only
    /// then may the position of the inbox move, and its source be told. What fails on the side of the platform is
    /// told to the status of the inbox and is no exception.
    ///
    /// @return how long to rest before the next look
    /// @throws Exception where something of the hub's own failed; the same is looked for again
    Duration look(Taker taker) throws Exception;

    /// Waits while the inbox rests for what its platform tells by itself, if it does, until the next look. It is called
    /// after each look, by a thread of its own.
    void listen();

    /// Ends what was opened to look. A look that goes on meanwhile may fail by it. It is called by a virtual thread,
    /// which is interrupted where it takes longer than a moment.
    void leave();

    /// The channel's route, as an inbox knows it.
    interface Taker {

        /// Takes what was fetched along the route, together, so that what each would wait for is waited for once.
        /// Those that are left are handed in again, without those that are kept.
        ///
        /// @param together of this inbox, in its order; one at least
        /// @return how many are kept now, from the first one on: one at least, and not all where one is refused
        /// @throws Exception where none was kept
        int take(List<Fetched> together) throws Exception;

        /// Ends the rest after this look, or the one that comes, where the platform tells by itself that there is more.
        /// Any thread may call it.
        void wake();
    }
}
