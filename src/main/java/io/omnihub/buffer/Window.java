package io.omnihub.buffer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/// What was received in one session and is not yet acknowledged, in order.
final class Window {

    private final ClientSession session;
    private final int mostMessages;
    private final long mostBytes;
    private final Deque<Taken> taken = new ArrayDeque<>();
    private long bytes;
    private long progress = System.nanoTime();

    Window(ClientSession session, int mostMessages, long mostBytes) {
        this.session = session;
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    void add(ClientMessage message, int size, CompletableFuture<?> decision) {
        if (taken.isEmpty()) {
            progress = System.nanoTime();
        }
        taken.add(new Taken(message, size, decision));
        bytes += size;
    }

    boolean isEmpty() {
        return taken.isEmpty();
    }

    boolean isFull() {
        return taken.size() >= mostMessages || bytes >= mostBytes;
    }

    boolean stalled(Duration patience) {
        return !taken.isEmpty() && System.nanoTime() - progress > patience.toNanos();
    }

    /// Waits a moment for the oldest to be decided.
    void await(Duration patience) throws InterruptedException {
        try {
            taken.getFirst().decision().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // settle() looks at what became of it.
            return;
        }
    }

    /// Acknowledges, from the oldest on, exactly what has been decided, and commits.
    ///
    /// @throws UndecidedException where the oldest one left was not taken
    void settle() throws ActiveMQException {
        int settled = 0;
        while (!taken.isEmpty() && taken.getFirst().taken()) {
            Taken oldest = taken.removeFirst();
            bytes -= oldest.size();
            oldest.message().individualAcknowledge();
            settled++;
        }
        if (settled > 0) {
            session.commit();
            progress = System.nanoTime();
        }
        if (!taken.isEmpty() && taken.getFirst().decision().isCompletedExceptionally()) {
            throw new UndecidedException(taken.getFirst().decision().exceptionNow());
        }
    }

    /// The decisions still open.
    List<? extends CompletableFuture<?>> open() {
        return taken.stream().map(Taken::decision).toList();
    }

    private record Taken(ClientMessage message, int size, CompletableFuture<?> decision) {
        boolean taken() {
            return decision.isDone() && !decision.isCompletedExceptionally();
        }
    }
}
