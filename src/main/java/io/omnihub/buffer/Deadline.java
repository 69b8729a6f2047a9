package io.omnihub.buffer;

import java.time.Duration;

/// When a call that hands something in must have ended: two seconds after it began.
record Deadline(long end) {

    static final long NANOS = Duration.ofSeconds(2).toNanos();

    static Deadline begin() {
        return new Deadline(System.nanoTime() + NANOS);
    }

    /// What is left, never negative.
    long nanos() {
        return Math.max(0, end - System.nanoTime());
    }
}
