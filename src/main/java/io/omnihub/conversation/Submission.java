package io.omnihub.conversation;

import io.omnihub.message.InboundEvent;
import java.util.concurrent.CompletableFuture;

/// An event on its way through the engine.
///
/// @param patient   whether the sender waits however long the database is away
/// @param arrivedAt by the monotonic clock, in nanoseconds
record Submission(
        InboundEvent event, boolean replay, boolean patient, long arrivedAt, CompletableFuture<Outcome> answer) {}
