package io.omnihub.channel.email;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Ends what a virtual thread says to a mail server where that takes too long as a whole: the thread is interrupted,
/// which closes the connection that it waits for, also one that gives a byte from time to time.
final class EmailDeadline implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private boolean closed;
    private boolean late;

    private EmailDeadline() {}

    /// For this thread, until it is closed. Nothing but the conversation may be done meanwhile: whatever else waits
    /// would be interrupted too.
    static EmailDeadline in(Duration time) {
        EmailDeadline deadline = new EmailDeadline();
        var _ = deadline.over.thenAccept(end -> {
            if (end) {
                deadline.end();
            }
        });
        deadline.over.completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS);
        return deadline;
    }

    /// Ends it now. Any thread may call it.
    void cut() {
        over.complete(true);
    }

    private synchronized void end() {
        if (!closed) {
            late = true;
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        over.complete(false);
        synchronized (this) {
            closed = true;
            if (late) {
                // It was for what has ended now, and not for what comes next.
                var _ = Thread.interrupted();
            }
        }
    }
}
