package io.omnihub.errand;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many errands are done at once for each target. A target that hangs fills its own places, and nobody else's.
final class Places {

    private final int perTarget;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final Map<String, Integer> taken = new HashMap<>();

    Places(int perTarget) {
        this.perTarget = perTarget;
    }

    /// How many a target has left.
    int free(String target) {
        lock.lock();
        try {
            return perTarget - taken.getOrDefault(target, 0);
        } finally {
            lock.unlock();
        }
    }

    /// Takes one of them.
    void take(String target) {
        lock.lock();
        try {
            taken.merge(target, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    /// Gives a place back.
    ///
    /// @return whether it was the last one that the target had
    boolean release(String target) {
        lock.lock();
        try {
            int before = taken.getOrDefault(target, 0);
            taken.computeIfPresent(target, (_, count) -> count > 1 ? count - 1 : null);
            if (taken.isEmpty()) {
                empty.signalAll();
            }
            return before >= perTarget;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until none is taken, or the time is over.
    void awaitEmpty(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && !taken.isEmpty()) {
                left = empty.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
