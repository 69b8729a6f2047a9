package io.omnihub.media;

import io.omnihub.log.Cursors;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes blobs that nothing refers to: every hour those that are a day old, and at once those of erased entries.
final class BlobSweep {

    private static final Logger LOG = LoggerFactory.getLogger(BlobSweep.class);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    /// As long as something may have been stored before the log says what for.
    private static final Duration IN_FLIGHT = Duration.ofMinutes(10);

    /// So far the reader of uses may be behind.
    private static final Duration BEHIND = Duration.ofMinutes(5);

    private final BlobStore blobs;
    private final Database database;
    private final Cursors cursors;
    private final Duration unnamedFor;
    private final Clock clock;
    private final Loop loop;
    private final Queue<Set<String>> released = new ConcurrentLinkedQueue<>();
    private long next = System.nanoTime() + FIRST.toNanos();

    BlobSweep(BlobStore blobs, Database database, Cursors cursors, Duration unnamedFor, Clock clock, Loops loops) {
        this.blobs = blobs;
        this.database = database;
        this.cursors = cursors;
        this.unnamedFor = unnamedFor;
        this.clock = clock;
        this.loop = loops.loop("blob-sweep", this::step).every(FIRST);
    }

    /// What sweeps again and again.
    Loop loop() {
        return loop;
    }

    /// Removes blobs of erased entries, where nothing else refers to them, soon.
    void release(Set<String> erased) {
        if (!erased.isEmpty()) {
            released.add(erased);
            loop.wake();
        }
    }

    private void step() throws IOException {
        for (Set<String> erased = released.peek(); erased != null; erased = released.peek()) {
            remove(erased, clock.instant().minus(IN_FLIGHT));
            released.remove();
        }
        sweepUnnamed();
        if (System.nanoTime() - next >= 0) {
            sweep();
            next = System.nanoTime() + EVERY.toNanos();
        }
    }

    /// Removes what is a day old and of no use.
    void sweep() throws IOException {
        Instant before = clock.instant().minus(KEPT);
        forgetPruned();
        remove(blobs.storedBefore(before), before);
        Pieces.all(
                database,
                (tx, most) -> tx.sql()
                        .sql("delete from upload_of where (tenant, blob, created_by) in "
                                + "(select tenant, blob, created_by from upload_of where created_at < ? limit ?)")
                        .params(before.toEpochMilli(), most)
                        .update());
    }

    /// Removes what visitors uploaded and no message named in time.
    void sweepUnnamed() throws IOException {
        Instant before = clock.instant().minus(unnamedFor).minus(IN_FLIGHT);
        Set<String> unnamed = new HashSet<>();
        Pieces.all(database, (tx, most) -> {
            List<String> piece = tx.sql()
                    .sql("""
                            delete from upload_of where (tenant, blob, created_by) in (
                              select tenant, blob, created_by from upload_of
                              where visitor = 1 and created_at < ? limit ?) returning blob""")
                    .params(before.toEpochMilli(), most)
                    .query((row, _) -> row.getString(1))
                    .list();
            unnamed.addAll(piece);
            return piece.size();
        });
        remove(unnamed, before);
    }

    private void forgetPruned() {
        Pieces.all(database, (tx, most) -> tx.sql().sql("""
                        delete from blob_use where (conversation, sequence, blob) in (
                          select conversation, sequence, blob from blob_use
                          where exists (select 1 from partition p
                                        where p.id = blob_use.partition and p.pruned_to >= blob_use.position)
                          limit ?)""").param(most).update());
    }

    private void remove(Collection<String> candidates, Instant before) throws IOException {
        int removed = 0;
        for (String blob : candidates) {
            if (!isWanted(blob) && blobs.remove(blob, before, () -> isWanted(blob))) {
                removed++;
            }
        }
        if (removed > 0) {
            LOG.info("{} blobs that nothing refers to were removed", removed);
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
                                    or exists (select 1 from upload_of where blob = ? and created_at > ?)""")
                .params(blob, blob, usable)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
