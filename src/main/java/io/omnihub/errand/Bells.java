package io.omnihub.errand;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes those in this process who do errands for a target when there may be one to do.
final class Bells {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final Map<String, Long> counts = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    void ring(String target) {
        lock.lock();
        try {
            counts.merge(target, 1L, Long::sum);
            rung.signalAll();
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    /// Is called whenever it rings, for whichever target; it must not wait.
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /// How often it rang so far: to be read before looking for work, so that no ring is missed.
    long count(String target) {
        lock.lock();
        try {
            return counts.getOrDefault(target, 0L);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it has rung more often than that, or the time is over.
    void await(String target, long seen, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && counts.getOrDefault(target, 0L) <= seen) {
                left = rung.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
