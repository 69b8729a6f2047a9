package io.omnihub.conversation;

import io.omnihub.log.LogEpoch;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Tenants;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Frees a partition that another node holds and does not let go of.
///
/// A node that freezes in the middle of a statement's pipeline keeps its transaction, and with it the partition's row,
/// for as long as its connection lives; PostgreSQL's own timeouts don't end that. So a node that was refused the row
/// for ten seconds ends the backends that have held it so long.
final class PartitionHolder {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionHolder.class);

    /// SQLSTATE of a lock that was not to be had in time.
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Database database;
    private final LogEpoch epoch;
    private volatile long refusedSince;

    PartitionHolder(Database database, LogEpoch epoch) {
        this.database = database;
        this.epoch = epoch;
    }

    void granted() {
        refusedSince = 0;
    }

    /// After trouble: the database that answers now may be a promoted or restored one.
    void recovered() {
        epoch.check();
    }

    void refused(DatabaseUnavailableException cause) {
        if (!(cause.getCause() instanceof SQLException sql) || !LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
            return;
        }
        long now = System.nanoTime();
        if (refusedSince == 0) {
            // The refusal itself took the two seconds of the lock's timeout.
            refusedSince = now - Duration.ofSeconds(2).toNanos();
        } else if (now - refusedSince >= LONGEST.toNanos()) {
            refusedSince = 0;
            end();
        }
    }

    private void end() {
        try {
            int ended = database.read(
                    Tenants.ALL,
                    tx -> tx.sql().sql("""
                            select pg_terminate_backend(a.pid) from pg_stat_activity a
                            where a.pid <> pg_backend_pid() and a.xact_start < now() - interval '8 seconds'
                              and exists (select 1 from pg_locks l
                                          where l.pid = a.pid and l.granted and l.mode = 'RowShareLock'
                                            and l.relation = 'partition'::regclass)""").query(Boolean.class).list().size());
            LOG.warn(
                    "Another node held the partition for {} s: {} of its connections ended",
                    LONGEST.toSeconds(),
                    ended);
        } catch (DatabaseUnavailableException e) {
            LOG.warn("A partition's holder can't be ended now: {}", e.getMessage());
        }
    }
}
