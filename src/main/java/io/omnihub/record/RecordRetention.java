package io.omnihub.record;

import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes records that have not changed for as long as they are kept, every hour and in small pieces, and keeps those
/// out that are older. Each node may run it.
final class RecordRetention {

    private static final Logger LOG = LoggerFactory.getLogger(RecordRetention.class);

    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration EVERY = Duration.ofHours(1);

    private final RecordProperties properties;
    private final Duration logRetention;
    private final Clock clock;

    /// @param logRetention how long entries are kept; zero for ever
    RecordRetention(RecordProperties properties, Duration logRetention, Clock clock) {
        this.properties = properties;
        this.logRetention = logRetention;
        this.clock = clock;
    }

    /// Whether a record that changed then is kept no more.
    boolean isOver(String type, Instant changedAt) {
        return before(type).filter(changedAt::isBefore).isPresent();
    }

    /// Those that changed before then are kept no more; empty where all are.
    private Optional<Instant> before(String type) {
        Duration kept = properties.retentionOf().getOrDefault(type, properties.retention());
        return kept.isZero() ? Optional.empty() : Optional.of(clock.instant().minus(kept));
    }

    /// Removes all that may go now.
    void prune(Database database) {
        pruneCards(database);
        for (Optional<Group> group = next(database, Group.BEGINNING);
                group.isPresent();
                group = next(database, group.get())) {
            Group one = group.get();
            before(one.type()).ifPresent(before -> prune(database, one, before));
        }
    }

    /// What a conversation was told is an entry, and ends with it.
    private void pruneCards(Database database) {
        if (logRetention.isZero()) {
            return;
        }
        long before = clock.instant().minus(logRetention).minus(EVERY).toEpochMilli();
        Pieces.all(
                database, (tx, most) -> tx.sql().sql("""
                        delete from record_card where (record, told_as, conversation) in (
                          select record, told_as, conversation from record_card
                          where told_at < ? order by told_at limit ?)""").params(before, most).update());
    }

    private static void prune(Database database, Group group, Instant before) {
        AtomicLong removed = new AtomicLong();
        Pieces.all(database, (tx, most) -> {
            RecordErasure.lock(tx, database.kind());
            List<String> ids = old(tx, group, before, most);
            int some = RecordErasure.forget(tx, ids);
            removed.addAndGet(some);
            return some;
        });
        if (removed.get() > 0) {
            LOG.info(
                    "{} records of the source {} and the type {} had not changed for long, and are gone",
                    removed,
                    group.source(),
                    group.type());
        }
    }

    private static List<String> old(Transaction tx, Group group, Instant before, int most) {
        return tx.sql()
                .sql("""
                        select id from record where tenant = ? and source = ? and type = ? and changed_at < ?
                        order by changed_at limit ?""")
                .params(group.tenant(), group.source(), group.type(), before.toEpochMilli(), most)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// Each is sought after the one before, however many records there are.
    private static Optional<Group> next(Database database, Group after) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                                select tenant, source, type from record where (tenant, source, type) > (?, ?, ?)
                                order by tenant, source, type limit 1""")
                        .params(after.tenant(), after.source(), after.type())
                        .query((row, _) -> new Group(row.getString(1), row.getString(2), row.getString(3)))
                        .optional());
    }

    private record Group(String tenant, String source, String type) {

        private static final Group BEGINNING = new Group("", "", "");
    }
}
