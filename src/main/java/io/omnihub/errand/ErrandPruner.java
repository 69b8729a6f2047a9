package io.omnihub.errand;

import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes errands that ended long ago, every hour and in small pieces. Those whose end is not told stay, and so do
/// those that were done again lately. Each node may run it.
final class ErrandPruner {

    private static final Logger LOG = LoggerFactory.getLogger(ErrandPruner.class);

    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration EVERY = Duration.ofHours(1);

    /// Platforms tell of what they took for days, and a person may have a failed one done again.
    private static final Duration SHORTEST = Duration.ofDays(7);

    private final Database database;
    private final Clock clock;
    private final Duration retention;
    private final List<Kept> others;

    /// @param retention how long after their end errands are kept
    /// @param others    of kinds that have a time of their own
    ErrandPruner(Database database, Clock clock, Duration retention, List<Kept> others) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("omnihub.errands.retention: must be at least 7d");
        }
        this.database = database;
        this.clock = clock;
        this.retention = retention;
        this.others = List.copyOf(others);
    }

    private Duration kept(String kind) {
        return others.stream()
                .filter(each -> each.kind().equals(kind))
                .map(Kept::time)
                .findFirst()
                .orElse(retention);
    }

    /// Removes all that may go now.
    void prune() {
        AtomicLong removed = new AtomicLong();
        for (Optional<Group> group = next(Group.BEGINNING); group.isPresent(); group = next(group.get())) {
            Group one = group.get();
            long before = clock.instant().minus(kept(one.kind())).toEpochMilli();
            Pieces.all(database, (tx, most) -> {
                int some = prune(tx, one, before, most);
                removed.addAndGet(some);
                return some;
            });
        }
        if (removed.get() > 0) {
            LOG.info("{} errands had ended long ago, and are gone", removed);
        }
    }

    /// Each is sought after the one before, however many errands there are.
    private Optional<Group> next(Group after) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                        select tenant, kind from errand where (tenant, kind) > (?, ?) order by tenant, kind limit 1""")
                        .params(after.tenant(), after.kind())
                        .query((rows, _) -> new Group(rows.getString(1), rows.getString(2)))
                        .optional());
    }

    private static int prune(Transaction tx, Group group, long before, int most) {
        delete(tx, "errand_call", group, before, most);
        return delete(tx, "errand", group, before, most);
    }

    private static int delete(Transaction tx, String table, Group group, long before, int most) {
        return tx.sql()
                .sql("delete from " + table + " " + """
                        where (kind, lane, place, part) in (
                          select kind, lane, place, part from errand
                          where tenant = ? and kind = ? and created_at < ? and changed_at < ?
                            and state not in ('pending', 'claimed') and untold = 0
                          order by created_at, lane, place, part limit ?)""")
                .params(group.tenant(), group.kind(), before, before, most)
                .update();
    }

    private record Group(String tenant, String kind) {

        private static final Group BEGINNING = new Group("", "");
    }
}
