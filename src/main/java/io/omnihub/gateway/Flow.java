package io.omnihub.gateway;

import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Outcome;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps what one client sends in order though the hub may be busy: once something was not taken, nothing that was
/// sent after it is taken either, until the client sends it again. Sending is the event loop's; the engine answers on
/// any thread.
final class Flow {

    private final Queue<CompletableFuture<Outcome>> open = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable String> stalledAt = new AtomicReference<>();

    /// Submits something, unless the client must send another thing first.
    ///
    /// @param answer gets the outcome, or null where the hub is busy
    void submit(
            String clientId,
            Supplier<CompletableFuture<Outcome>> submission,
            BiConsumer<String, @Nullable Outcome> answer) {
        String stalled = stalledAt.get();
        if (stalled != null && !stalled.equals(clientId)) {
            answer.accept(clientId, null);
            return;
        }
        stalledAt.set(null);
        CompletableFuture<Outcome> outcome = submission.get();
        open.add(outcome);
        var _ = outcome.whenComplete((taken, failure) -> {
            open.removeIf(CompletableFuture::isDone);
            boolean stalls = failure != null && stalledAt.compareAndSet(null, clientId);
            answer.accept(clientId, failure == null ? taken : null);
            if (stalls) {
                // What was sent later must not overtake: the engine drops what is answered already.
                open.forEach(Flow::refuse);
            }
        });
        if (stalledAt.get() != null) {
            // It stalled in between; whoever is first tells the client of it.
            refuse(outcome);
        }
    }

    private static void refuse(CompletableFuture<Outcome> later) {
        later.completeExceptionally(new BusyException("Something before it was not taken."));
    }
}
