package io.omnihub.delivery;

import io.omnihub.message.ChannelId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the senders of a channel in this process when there may be something to send.
final class Bells {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final Map<ChannelId, Long> counts = new HashMap<>();

    void ring(ChannelId channel) {
        lock.lock();
        try {
            counts.merge(channel, 1L, Long::sum);
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How often it rang so far: to be read before looking for work, so that no ring is missed.
    long count(ChannelId channel) {
        lock.lock();
        try {
            return counts.getOrDefault(channel, 0L);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it has rung more often than that, or the time is over.
    void await(ChannelId channel, long seen, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && counts.getOrDefault(channel, 0L) <= seen) {
                left = rung.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
