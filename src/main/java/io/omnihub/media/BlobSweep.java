package io.omnihub.media;

import io.omnihub.log.Cursors;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Removes blobs that nothing refers to: every hour those that are a day old, and at once those of erased entries.
final class BlobSweep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BlobSweep.class);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final long EVERY_MINUTES = 60;

    /// As long as something may have been stored before the log says what for.
    private static final Duration IN_FLIGHT = Duration.ofMinutes(10);

    /// So far the reader of uses may be behind.
    private static final Duration BEHIND = Duration.ofMinutes(5);

    private final BlobStore blobs;
    private final Database database;
    private final Cursors cursors;
    private final Clock clock;
    private @Nullable ScheduledExecutorService thread;

    BlobSweep(BlobStore blobs, Database database, Cursors cursors, Clock clock) {
        this.blobs = blobs;
        this.database = database;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("blob-sweep").factory());
        thread = started;
        var _ = started.scheduleWithFixedDelay(this::sweep, 1, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /// Removes blobs of erased entries, where nothing else refers to them, soon.
    void release(Set<String> released) {
        ScheduledExecutorService running = thread;
        if (running != null) {
            try {
                running.execute(() -> remove(released, clock.instant().minus(IN_FLIGHT)));
            } catch (RejectedExecutionException e) {
                LOG.debug("The hub stops; the blobs go when a day is over", e);
            }
        }
    }

    /// Removes what is a day old and of no use.
    void sweep() {
        try {
            Instant before = clock.instant().minus(KEPT);
            forgetPruned();
            remove(blobs.storedBefore(before), before);
            database.write(
                    Tenants.ALL,
                    tx -> tx.sql()
                            .sql("delete from upload where created_at < ?")
                            .param(before.toEpochMilli())
                            .update());
        } catch (IOException | RuntimeException e) {
            LOG.warn("Blobs that nothing refers to can't be removed now: {}", e.toString());
        }
    }

    private void forgetPruned() {
        database.write(Tenants.ALL, tx -> tx.sql().sql("""
                        delete from blob_use where not exists (
                          select 1 from entry
                          where entry.conversation = blob_use.conversation and entry.sequence = blob_use.sequence)""").update());
    }

    private void remove(Collection<String> candidates, Instant before) {
        try {
            int removed = 0;
            for (String blob : candidates) {
                if (!isWanted(blob) && blobs.remove(blob, before, () -> isWanted(blob))) {
                    removed++;
                }
            }
            if (removed > 0) {
                LOG.info("{} blobs that nothing refers to were removed", removed);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Blobs that nothing refers to can't be removed now: {}", e.toString());
        }
    }

    /// While the reader of uses is far behind the log, every blob may be wanted.
    private boolean isWanted(String blob) {
        Instant now = clock.instant();
        long usable = now.minus(Uploads.USABLE).toEpochMilli();
        return database.read(
                Tenants.ALL,
                tx -> !cursors.hasReadUntil(tx, MediaConfiguration.USES, now.minus(BEHIND))
                        || isUsed(tx, blob, usable));
    }

    private static boolean isUsed(Transaction tx, String blob, long usable) {
        return tx.sql()
                .sql("""
                        select 1 where exists (select 1 from blob_use where blob = ?)
                                    or exists (select 1 from upload where blob = ? and created_at > ?)""")
                .params(blob, blob, usable)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
