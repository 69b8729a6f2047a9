package io.omnihub.log;

import static java.util.Objects.requireNonNull;

import io.omnihub.message.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The newest entries of each partition, handed to readers in memory right after the commit. A reader that is further
/// behind, or reads what another node wrote, finds nothing here and reads the table.
public final class LogTail {

    private static final int KEPT = 4_096;

    private final Map<Integer, Ring> newest = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition committed = lock.newCondition();
    private volatile Listener listener = (_, _) -> {};

    /// Has each commit of this node told to a listener, right after it; the listener must not wait.
    public void onCommit(Listener newListener) {
        listener = newListener;
    }

    /// Another node says how far a partition has come: whoever waits for an entry looks for it.
    public void told(int partition, long position) {
        lock.lock();
        try {
            newest.computeIfAbsent(partition, _ -> new Ring()).told(position);
            committed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Called by the engine after a commit, with the entries of one partition in order.
    public void add(int partition, List<Entry> entries) {
        lock.lock();
        try {
            Ring ring = newest.computeIfAbsent(partition, _ -> new Ring());
            entries.forEach(ring::add);
            committed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.committed(partition, entries.getLast().position());
    }

    /// Forgets what it holds of a partition: something in it was erased.
    public void forget(int partition) {
        lock.lock();
        try {
            Ring ring = newest.get(partition);
            if (ring != null) {
                ring.forget();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The entries right after a position, or none where they are not in memory.
    List<Entry> after(int partition, long position, int limit) {
        lock.lock();
        try {
            Ring ring = newest.get(partition);
            return ring == null ? List.of() : ring.after(position, limit);
        } finally {
            lock.unlock();
        }
    }

    /// The newest position of which this node knows.
    long known(int partition) {
        lock.lock();
        try {
            return knownOf(partition);
        } finally {
            lock.unlock();
        }
    }

    /// What was known is not in the table, which ends at a position: it was set back.
    void correct(int partition, long known, long end) {
        lock.lock();
        try {
            Ring ring = newest.get(partition);
            if (ring != null && ring.known == known) {
                ring.known = end;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until this node knows of an entry after a position, or the time is over.
    void await(int partition, long position, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && knownOf(partition) <= position) {
                left = committed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private long knownOf(int partition) {
        Ring ring = newest.get(partition);
        return ring == null ? 0 : ring.known;
    }

    /// Hears of commits.
    @FunctionalInterface
    public interface Listener {
        void committed(int partition, long position);
    }

    /// Entries from position `first` to `last` without a gap, each at its position modulo the size.
    private static final class Ring {

        private final @Nullable Entry[] entries = new Entry[KEPT];
        private long first = 1;
        private long last;

        /// What is known to be committed, by this node or another.
        private long known;

        void add(Entry entry) {
            long position = entry.position();
            if (position != last + 1) {
                // Another node wrote in between.
                first = position;
            }
            entries[(int) (position % KEPT)] = entry;
            last = position;
            first = Math.max(first, last - KEPT + 1);
            told(position);
        }

        void told(long position) {
            known = Math.max(known, position);
        }

        void forget() {
            Arrays.fill(entries, null);
            first = last + 1;
        }

        List<Entry> after(long position, int limit) {
            if (position + 1 < first || position >= last) {
                return List.of();
            }
            List<Entry> found = new ArrayList<>();
            for (long next = position + 1; next <= last && found.size() < limit; next++) {
                found.add(requireNonNull(entries[(int) (next % KEPT)]));
            }
            return found;
        }
    }
}
