package io.omnihub.channel.email;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Ends what a virtual thread says to a mail server and takes too long: the thread is interrupted, which closes the
/// connection that it waits for, also one that gives a byte from time to time.
final class EmailDeadline implements AutoCloseable {

    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private EmailDeadline() {}

    /// For this thread, until it is closed.
    static EmailDeadline in(Duration time) {
        EmailDeadline deadline = new EmailDeadline();
        Thread thread = Thread.currentThread();
        var _ = deadline.over.thenAccept(late -> {
            if (late) {
                thread.interrupt();
            }
        });
        deadline.over.completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS);
        return deadline;
    }

    @Override
    public void close() {
        if (!over.complete(false)) {
            // It was for what has ended now, and not for what comes next.
            var _ = Thread.interrupted();
        }
    }
}
