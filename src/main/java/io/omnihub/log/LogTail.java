package io.omnihub.log;

import static java.util.Objects.requireNonNull;

import io.omnihub.loop.Trouble;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest entries of each partition in memory: those of this node right after the commit, those of others when the
/// [LogFeed] has read them. A reader that is further behind finds nothing here and reads the table.
public final class LogTail {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final int KEPT = 4_096;

    private final Map<Integer, Ring> newest = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Trouble telling = new Trouble(LOG, "Telling of commits");
    private volatile Listener listener = (_, _) -> {};

    /// Has each commit of this node told to a listener, right after it; the listener must not wait.
    public void onCommit(Listener newListener) {
        listener = newListener;
    }

    /// Somebody says how far a partition has come: the feed looks for what it does not know.
    public void told(int partition, long position) {
        lock.lock();
        try {
            ring(partition).told(position);
        } finally {
            lock.unlock();
        }
    }

    /// Called by the engine after a commit, with the entries of one partition in order.
    public void add(int partition, List<Entry> entries) {
        lock.lock();
        try {
            ring(partition).add(entries);
        } finally {
            lock.unlock();
        }
        try {
            listener.committed(partition, entries.getLast().position());
            telling.worked();
        } catch (RuntimeException e) {
            // It is committed: that nobody was told is not for the engine to bear.
            telling.failed(e);
        }
    }

    /// Forgets what it holds of a partition: something in it was erased.
    public void forget(int partition) {
        lock.lock();
        try {
            ring(partition).forget();
        } finally {
            lock.unlock();
        }
    }

    /// The feed begins after a position.
    void begin(int partition, long position) {
        lock.lock();
        try {
            ring(partition).begin(position);
        } finally {
            lock.unlock();
        }
    }

    /// The entries right after a position, or none where they are not in memory.
    List<Entry> after(int partition, long position, int limit) {
        lock.lock();
        try {
            return ring(partition).after(position, limit);
        } finally {
            lock.unlock();
        }
    }

    /// What is known before the table is read.
    Knowledge knowledge(int partition) {
        lock.lock();
        try {
            Ring ring = ring(partition);
            return new Knowledge(ring.known, ring.forgotten);
        } finally {
            lock.unlock();
        }
    }

    /// The feed has read entries from the table, in order and without a gap.
    ///
    /// @param before what was known then: what has been erased meanwhile is not kept
    void found(int partition, Knowledge before, List<Entry> entries) {
        lock.lock();
        try {
            Ring ring = ring(partition);
            if (ring.forgotten == before.forgotten()) {
                ring.found(entries);
            }
        } finally {
            lock.unlock();
        }
    }

    /// What was known is not in the table, which ends at a position: it was set back.
    void correct(int partition, Knowledge before, long end) {
        lock.lock();
        try {
            Ring ring = ring(partition);
            if (ring.known == before.known()) {
                ring.known = end;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is known to be an entry after a position, or the time is over.
    void await(int partition, long position, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            Ring ring = ring(partition);
            long left = atMost.toNanos();
            while (left > 0 && ring.known <= position) {
                left = ring.more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Ring ring(int partition) {
        return newest.computeIfAbsent(partition, _ -> new Ring(lock.newCondition()));
    }

    /// Hears of commits.
    @FunctionalInterface
    public interface Listener {
        void committed(int partition, long position);
    }

    /// @param known     the last position that was heard of
    /// @param forgotten how often something was erased
    record Knowledge(long known, long forgotten) {}

    /// Entries from position `first` to `last` without a gap, each at its position modulo the size.
    private static final class Ring {

        private final @Nullable Entry[] entries = new Entry[KEPT];
        private final Condition more;
        private long first = 1;
        private long last;

        /// What is known to be committed, by this node or another.
        private long known;

        private long forgotten;

        Ring(Condition more) {
            this.more = more;
        }

        void begin(long position) {
            if (last < position) {
                last = position;
                first = last + 1;
            }
            told(position);
        }

        void add(List<Entry> fresh) {
            Entry head = fresh.getFirst();
            if (holds(head)) {
                // The feed was first, and found them in the table.
                append(fresh.stream().filter(entry -> entry.position() > last).toList());
                return;
            }
            if (head.position() != last + 1) {
                // Another node wrote in between, or the log was set back.
                beginAt(head.position());
            }
            append(fresh);
        }

        void found(List<Entry> read) {
            if (read.stream().anyMatch(entry -> entry.change() instanceof Erased)) {
                // By another node: what it erased may still be here.
                forget();
            }
            if (read.getFirst().position() > last + 1) {
                beginAt(read.getFirst().position());
            }
            for (Entry entry : read.reversed()) {
                if (entry.position() == first - 1 && entry.position() > last - KEPT) {
                    put(entry);
                    first = entry.position();
                }
            }
            append(read.stream().filter(entry -> entry.position() > last).toList());
        }

        private boolean holds(Entry entry) {
            Entry held = entry.position() < first || entry.position() > last
                    ? null
                    : entries[(int) (entry.position() % KEPT)];
            return held != null
                    && held.conversation().equals(entry.conversation())
                    && held.sequence() == entry.sequence()
                    && held.storedAt().equals(entry.storedAt());
        }

        private void beginAt(long position) {
            first = position;
            last = position - 1;
        }

        private void append(List<Entry> next) {
            for (Entry entry : next) {
                put(entry);
                last = entry.position();
            }
            first = Math.max(first, last - KEPT + 1);
            told(last);
        }

        private void put(Entry entry) {
            entries[(int) (entry.position() % KEPT)] = entry;
        }

        void told(long position) {
            if (position > known) {
                known = position;
                more.signalAll();
            }
        }

        void forget() {
            Arrays.fill(entries, null);
            first = last + 1;
            forgotten++;
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
