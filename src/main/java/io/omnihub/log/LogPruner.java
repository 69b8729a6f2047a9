package io.omnihub.log;

import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes entries that are older than they are kept, every hour and in small pieces. What a reader has not read yet
/// stays. Each node may run it.
final class LogPruner {

    private static final Logger LOG = LoggerFactory.getLogger(LogPruner.class);

    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration EVERY = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final Duration retention;

    /// @param retention how long entries are kept; zero keeps them for ever
    LogPruner(Database database, Clock clock, Duration retention) {
        if (retention.isNegative() || (!retention.isZero() && retention.compareTo(Duration.ofDays(1)) < 0)) {
            throw new IllegalArgumentException("omnihub.log.retention: must be at least 1d, or 0 to keep everything");
        }
        this.database = database;
        this.clock = clock;
        this.retention = retention;
    }

    /// Removes all that may go now.
    void prune() {
        if (retention.isZero()) {
            return;
        }
        Instant before = clock.instant().minus(retention);
        for (int partition : partitions()) {
            AtomicLong removed = new AtomicLong();
            Pieces.all(database, (tx, most) -> {
                int some = prune(tx, partition, before, most);
                removed.addAndGet(some);
                return some;
            });
            if (removed.get() > 0) {
                LOG.info("{} entries of partition {} were older than {}", removed, partition, retention);
            }
        }
    }

    private List<Integer> partitions() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select id from partition order by id")
                        .query(Integer.class)
                        .list());
    }

    private static int prune(Transaction tx, int partition, Instant before, int most) {
        long prunedTo = prunedTo(tx, partition);
        long upTo = Math.min(oldUpTo(tx, partition, prunedTo, before, most), readUpTo(tx, partition));
        if (upTo <= prunedTo) {
            return 0;
        }
        forgetPositions(tx, partition, prunedTo, upTo);
        int removed = tx.sql()
                .sql("delete from entry where id > ? and id <= ?")
                .params(EntryId.of(partition, 0), EntryId.of(partition, upTo))
                .update();
        tx.sql()
                .sql("update partition set pruned_to = ? where id = ? and pruned_to < ?")
                .params(upTo, partition, upTo)
                .update();
        return removed;
    }

    /// With the last entry of a block, nothing of it is left that it could lead to.
    private static void forgetPositions(Transaction tx, int partition, long prunedTo, long upTo) {
        tx.sql()
                .sql("""
                        delete from entry_block where (conversation, block) in (
                          select c.number, e.sequence / %1$d - 1
                          from entry e join conversation c on c.id = e.conversation
                          where e.id > ? and e.id <= ? and e.sequence %% %1$d = 0)""".formatted(Positions.MOST))
                .params(EntryId.of(partition, prunedTo), EntryId.of(partition, upTo))
                .update();
    }

    /// The position up to which entries were removed.
    static long prunedTo(Transaction tx, int partition) {
        return tx.sql()
                .sql("select pruned_to from partition where id = ?")
                .param(partition)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /// The last of the next entries that is old, with all before it.
    private static long oldUpTo(Transaction tx, int partition, long after, Instant before, int most) {
        return tx
                .sql()
                .sql("select id, stored_at from entry where id > ? and id <= ? order by id limit ?")
                .params(EntryId.of(partition, after), EntryId.last(partition), most)
                .query((rows, _) -> new Stored(EntryId.position(rows.getLong(1)), rows.getLong(2)))
                .list()
                .stream()
                .takeWhile(entry -> entry.at() < before.toEpochMilli())
                .mapToLong(Stored::position)
                .max()
                .orElse(0);
    }

    /// How far the slowest reader is; one that has not begun in this partition has read nothing of it.
    private static long readUpTo(Transaction tx, int partition) {
        return tx.sql().sql("""
                        select coalesce(min(coalesce(c.position, 0)), 0)
                        from (select distinct name from cursor) reader
                          left join cursor c on c.name = reader.name and c.partition = ?""").param(partition).query(Long.class).single();
    }

    private record Stored(long position, long at) {}
}
