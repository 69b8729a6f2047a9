package io.omnihub.bound;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How long the hub waits for the other side of an exchange: a time that waiting uses up and bytes that move fill
/// again, as at the slowest rate. Only waiting counts: what the hub itself needs is not the other side's fault. One
/// thread counts; others may look.
final class Patience {

    private final long whole;
    private final double nanosPerByte;
    private volatile long left;
    private volatile boolean begun;

    /// @param slowest bytes in a second
    Patience(Duration whole, long slowest) {
        this.whole = whole.toNanos();
        this.nanosPerByte = 1e9 / slowest;
        this.left = whole.toNanos();
    }

    void begin() {
        left = whole;
        begun = false;
    }

    void waited(long nanos) {
        long before = left;
        left = before - nanos;
    }

    void moved(long bytes) {
        begun = true;
        left = Math.min(whole, left + (long) (bytes * nanosPerByte));
    }

    /// Whether anything has moved since it began.
    boolean hasBegun() {
        return begun;
    }

    boolean isOver() {
        return left <= 0;
    }

    /// What is left, at least one.
    ///
    /// @param uncounted nanoseconds waited that were not counted yet
    long leftMillis(long uncounted) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left - uncounted));
    }
}
