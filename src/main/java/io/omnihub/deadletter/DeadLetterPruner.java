package io.omnihub.deadletter;

import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import java.time.Clock;
import java.time.Duration;

/// Removes dead letters that a person had processed again 30 days ago, in small pieces. The others stay: nothing else
/// has what they say. Each node may run it.
final class DeadLetterPruner {

    private static final Duration KEPT = Duration.ofDays(30);
    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration EVERY = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;

    DeadLetterPruner(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Removes all that may go now.
    void prune() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        Pieces.all(
                database, (tx, most) -> tx.sql().sql("""
                        delete from dead_letter where id in (
                          select id from dead_letter where replayed_at < ? order by replayed_at limit ?)""").params(before, most).update());
    }
}
