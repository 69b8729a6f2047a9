package io.omnihub.client;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The one thread on which everything of a client happens, one thing after the other.
final class Loop {

    /// What will happen, unless it is called off before.
    interface Later {
        void callOff();
    }

    private static final long LAST_WORDS = 5_000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "omnihub");
        made.setDaemon(true);
        return made;
    });

    void now(Runnable work) {
        try {
            thread.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            // It was stopped: nobody waits for this any more.
        }
    }

    Later in(long milliseconds, Runnable work) {
        try {
            Future<?> future = thread.schedule(() -> guarded(work), milliseconds, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    Later every(long milliseconds, Runnable work) {
        try {
            Future<?> future = thread.scheduleWithFixedDelay(
                    () -> guarded(work), milliseconds, milliseconds, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    /// What was to happen until now still does: waits for that, unless the loop itself calls.
    void stop() {
        thread.shutdown();
        if (!"omnihub".equals(Thread.currentThread().getName())) {
            try {
                thread.awaitTermination(LAST_WORDS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A fault in one thing, such as in the app's listener, stops none of the others.
    static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            if (handler != null) {
                handler.uncaughtException(thread, e);
            }
        }
    }
}
