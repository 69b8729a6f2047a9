package io.omnihub.deadletter;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/// Removes dead letters that a person had processed again 30 days ago, in small pieces. The others stay: nothing else
/// has what they say. Each node may run it.
final class DeadLetterPruner implements SmartLifecycle {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    /// Keeps a transaction on SQLite short, though each has up to a megabyte of bytes: others wait for it.
    private static final int PIECE = 20;

    private final Database database;
    private final Clock clock;
    private final Loop loop;

    DeadLetterPruner(Database database, Clock clock, Loops loops) {
        this.database = database;
        this.clock = clock;
        this.loop = loops.loop("dead-letter-pruner", this::prune).every(FIRST, EVERY);
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    /// Removes all that may go now.
    void prune() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        int removed;
        do {
            removed = database.write(
                    Tenants.ALL, tx -> tx.sql().sql("""
                            delete from dead_letter where id in (
                              select id from dead_letter where replayed_at < ? order by replayed_at limit ?)""").params(before, PIECE).update());
        } while (removed == PIECE);
    }
}
