package io.omnihub.cluster;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Duration;
import java.util.Optional;

/// Which node leads, in the database. All times are the database's own, so that nodes' clocks may differ.
final class Leaderships {

    private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

    private final Database database;

    Leaderships(Database database) {
        this.database = database;
    }

    /// Whether there can be no other node: SQLite's folder is one hub's.
    boolean isAlone() {
        return database.kind() == Database.Kind.SQLITE;
    }

    /// Takes it, where nobody leads, or holds on to it for so long from now on.
    ///
    /// @return the term, which is another one where the last has ended; nothing while another node leads
    Optional<Long> take(String name, String owner, Duration length) {
        return database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                                insert into leadership as l (name, owner, term, until) values (?, ?, 1, %1$s + ?)
                                on conflict (name) do update set
                                  owner = excluded.owner,
                                  term = case when l.owner = excluded.owner and l.until > %1$s then l.term
                                    else l.term + 1 end,
                                  until = excluded.until
                                where l.owner = excluded.owner or l.until <= %1$s
                                returning term""".formatted(NOW))
                        .params(name, owner, length.toMillis())
                        .query((row, _) -> row.getLong(1))
                        .optional());
    }

    /// Whether a term goes on.
    boolean lasts(String name, String owner, long term) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select 1 from leadership where name = ? and owner = ? and term = ? and until > " + NOW)
                        .params(name, owner, term)
                        .query((row, _) -> row.getInt(1))
                        .optional()
                        .isPresent());
    }

    /// Ends a term, so that another node need not wait.
    void release(String name, String owner, long term) {
        var _ = database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("update leadership set until = 0 where name = ? and owner = ? and term = ?")
                        .params(name, owner, term)
                        .update());
    }
}
