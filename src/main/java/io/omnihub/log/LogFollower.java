package io.omnihub.log;

import io.omnihub.message.Entry;
import java.time.Duration;
import java.util.List;

/// Follows one partition: fresh entries from memory, older ones and those of other nodes from the table, which
/// is read when another node tells of a commit, and else every 100 ms.
///
/// The position is the caller's: it moves where the effect of the entries is safe.
public final class LogFollower {

    /// How soon entries of other nodes are seen.
    private static final Duration POLL = Duration.ofMillis(100);

    private final LogReader reader;
    private final LogTail tail;

    public LogFollower(LogReader reader, LogTail tail) {
        this.reader = reader;
        this.tail = tail;
    }

    /// The entries after a position, in order and without a gap; waits for the first one.
    ///
    /// @return none where none came within the time
    /// @throws io.omnihub.store.DatabaseUnavailableException where they would have to be read and can't be now
    public List<Entry> next(int partition, long position, int limit, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        // A reader that has all of which this node knows need not ask the table for what another one may have written.
        boolean await = tail.known(partition) == position;
        while (true) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (await) {
                tail.await(partition, position, left.compareTo(POLL) < 0 ? left : POLL);
            }
            long known = tail.known(partition);
            List<Entry> fresh = tail.after(partition, position, limit);
            List<Entry> entries = fresh.isEmpty() ? reader.after(partition, position, limit) : fresh;
            if (!entries.isEmpty() || !left.isPositive()) {
                return entries;
            }
            if (known > position) {
                tail.correct(partition, known, position);
            }
            await = true;
        }
    }
}
