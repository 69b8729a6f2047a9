package io.omnihub.gateway;

import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps what one client sends in order though the hub may be busy. It has two states:
///
/// - *flowing*: every frame is handed to the engine; those that are not answered yet are outstanding, in the order in
///   which they were sent.
/// - *stalled at a frame*: nothing is outstanding, and every frame but that one is refused. When it comes again the
///   flow flows on; so it does when it turns out that it can never be taken.
///
/// It stalls when the engine refuses any outstanding frame. All the others are then refused too, and it stalls at the
/// earliest that was not taken, whichever refusal was heard of first; all of this is one step for the frame that comes
/// next. Later frames are refused before earlier ones, because the engine goes on meanwhile: it may find a frame
/// refused and one before it still open, but never the other way round.
///
/// Sending is the event loop's; the engine answers on any thread.
final class Flow {

    private final Deque<Sent> outstanding = new ArrayDeque<>();
    private @Nullable String stalledAt;

    /// Submits something, unless the client must send another thing first.
    ///
    /// @param answer gets the outcome, or null where the hub is busy
    void submit(
            String clientId,
            Supplier<CompletableFuture<Outcome>> submission,
            BiConsumer<String, @Nullable Outcome> answer) {
        Sent sent;
        synchronized (this) {
            if (stalledAt != null && !stalledAt.equals(clientId)) {
                answer.accept(clientId, null);
                return;
            }
            sent = new Sent(clientId, submission.get(), answer);
            outstanding.addLast(sent);
            stalledAt = null;
        }
        var _ = sent.outcome.whenComplete(sent);
    }

    /// Something can't be submitted and never will be: what waits for it waits no longer.
    synchronized void refused(String clientId) {
        if (clientId.equals(stalledAt)) {
            stalledAt = null;
        }
    }

    private synchronized void settle(Sent sent) {
        if (sent.outcome.isCompletedExceptionally()) {
            if (outstanding.contains(sent)) {
                stall();
            }
        } else if (outstanding.remove(sent)) {
            sent.tell();
        }
    }

    private void stall() {
        List<Sent> all = List.copyOf(outstanding);
        outstanding.clear();
        all.reversed().forEach(Sent::refuse);
        for (Sent sent : all) {
            if (stalledAt == null && sent.outcome.isCompletedExceptionally()) {
                stalledAt = sent.clientId;
            }
            sent.tell();
        }
    }

    /// A frame at the engine.
    private final class Sent implements BiConsumer<@Nullable Outcome, @Nullable Throwable> {

        private final String clientId;
        private final CompletableFuture<Outcome> outcome;
        private final BiConsumer<String, @Nullable Outcome> answer;

        Sent(String clientId, CompletableFuture<Outcome> outcome, BiConsumer<String, @Nullable Outcome> answer) {
            this.clientId = clientId;
            this.outcome = outcome;
            this.answer = answer;
        }

        @Override
        public void accept(@Nullable Outcome taken, @Nullable Throwable failure) {
            settle(this);
        }

        /// Has no effect where it is answered already; the engine drops what is.
        void refuse() {
            outcome.completeExceptionally(new BusyException("Something of the same sender was not taken."));
        }

        void tell() {
            answer.accept(clientId, outcome.isCompletedExceptionally() ? null : outcome.join());
        }
    }
}
