package io.omnihub.log;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;

/// The epoch of the log: it grows when what was read before may no longer be so, after a promotion or a restore, or
/// where the log's time had to go back.
/// Clients and readers outside that see it changed load anew.
public final class LogEpoch {

    private final Database database;
    private volatile long known;

    public LogEpoch(Database database) {
        this.database = database;
    }

    public long current() {
        return known(database.read(Tenants.ALL, LogEpoch::read));
    }

    /// As it was when it was read the last time. It may have been raised since.
    public long known() {
        return known;
    }

    /// Raises the epoch when the database is another server, or another timeline of it, than the last time.
    ///
    /// @return the epoch
    public long check() {
        return known(database.write(Tenants.ALL, tx -> {
            String origin = origin(tx);
            tx.sql()
                    .sql("insert into log_epoch (id, epoch, origin) values (1, 1, ?) on conflict (id) do nothing")
                    .param(origin)
                    .update();
            tx.sql()
                    .sql("update log_epoch set epoch = epoch + 1, origin = ? where id = 1 and origin <> ?")
                    .params(origin, origin)
                    .update();
            return read(tx);
        }));
    }

    /// Raises the epoch by hand: after a backup of SQLite was put in place, which the database can't tell by itself.
    public long raise() {
        return known(database.write(Tenants.ALL, tx -> {
            raise(tx);
            return read(tx);
        }));
    }

    /// Raises it with what else is done in a transaction.
    public static void raise(Transaction tx) {
        tx.sql().sql("update log_epoch set epoch = epoch + 1 where id = 1").update();
    }

    private long known(long read) {
        known = read;
        return read;
    }

    private static long read(Transaction tx) {
        return tx.sql()
                .sql("select epoch from log_epoch where id = 1")
                .query(Long.class)
                .single();
    }

    /// PostgreSQL begins a new timeline at each promotion and at each restore to a point in time.
    private String origin(Transaction tx) {
        return database.kind() == Database.Kind.SQLITE
                ? "sqlite"
                : tx.sql().sql("""
                                select s.system_identifier || '/' || c.timeline_id
                                from pg_control_system() s, pg_control_checkpoint() c""").query(String.class).single();
    }
}
