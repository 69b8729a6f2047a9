package io.omnihub.buffer;

import java.time.Duration;

/// Waits for the end of threads.
final class Threads {

    private Threads() {}

    static void join(Thread thread, Duration patience) {
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
