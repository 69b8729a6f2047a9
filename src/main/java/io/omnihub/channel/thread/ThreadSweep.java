package io.omnihub.channel.thread;

import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import java.time.Clock;
import java.time.Duration;

/// Forgets threads of which nothing was heard for long. Each node may run it.
final class ThreadSweep {

    static final Duration FIRST = Duration.ofMinutes(2);
    static final Duration EVERY = Duration.ofHours(6);
    static final Duration KEPT = Duration.ofDays(400);

    private final Database database;
    private final Clock clock;

    ThreadSweep(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void sweep() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        delete("""
                delete from thread_alias where (tenant, inbox, alias) in (
                  select tenant, inbox, alias from thread_alias where told_at < ? order by told_at limit ?)""", before);
        delete("""
                delete from thread_note where (tenant, inbox, thread) in (
                  select tenant, inbox, thread from thread_note where at < ? order by at limit ?)""", before);
    }

    private void delete(String sql, long before) {
        Pieces.all(
                database, (tx, most) -> tx.sql().sql(sql).params(before, most).update());
    }
}
