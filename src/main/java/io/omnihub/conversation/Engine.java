package io.omnihub.conversation;

import io.omnihub.message.InboundEvent;
import java.util.concurrent.CompletableFuture;

/// Takes inbound events in, in the order in which they are handed over, and writes them to the log in batches of
/// whatever has arrived: one transaction a batch.
public interface Engine {

    /// For senders that keep what is not yet acknowledged and send it again: our own clients.
    ///
    /// @return completed after the commit, or within two seconds with [BusyException] while the database is away
    CompletableFuture<Outcome> submit(InboundEvent event);

    /// For the buffer, which keeps the event until it is decided.
    ///
    /// @param replay whether a dead letter is being replayed: its key then passes although it says dead
    /// @return completed once the event is stored, dropped, refused or dead, however long the database is away;
    ///         [BusyException] only when the engine stops
    CompletableFuture<Outcome> take(InboundEvent event, boolean replay);
}
