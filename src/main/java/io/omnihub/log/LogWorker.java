package io.omnihub.log;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.Entry;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// A reader whose effect is in the database: it follows every partition, and its cursor moves in the transaction of the
/// effect. Each node may run it; the cursor's row sees to it that each entry takes effect once. While the database is
/// away it pauses.
public final class LogWorker implements SmartLifecycle {

    /// Entries of no concern cost no commit, since reading them again does nothing: the cursor follows over so many of
    /// them at once, or when so much time has gone.
    private static final int LONGEST_LAG = 2_000;

    private static final Duration LATEST = Duration.ofSeconds(5);

    private final String name;
    private final int partitions;
    private final Database database;
    private final Cursors cursors;
    private final LogFeed feed;
    private final Effect effect;
    private final Loops loops;
    private List<Loop> running = List.of();

    public LogWorker(
            String name, int partitions, Database database, Cursors cursors, LogFeed feed, Effect effect, Loops loops) {
        this.loops = loops;
        this.name = name;
        this.partitions = partitions;
        this.database = database;
        this.cursors = cursors;
        this.feed = feed;
        this.effect = effect;
    }

    @Override
    public void start() {
        running = IntStream.range(0, partitions)
                .mapToObj(Follower::new)
                .map(each -> loops.loop(name + "-" + each.partition, each::step))
                .toList();
        running.forEach(Loop::start);
    }

    @Override
    public void stop() {
        running.forEach(Loop::stop);
        running = List.of();
    }

    @Override
    public boolean isRunning() {
        return !running.isEmpty();
    }

    private Place begin(int partition) {
        long version = effect.version();
        long position = database.write(Tenants.ALL, tx -> cursors.lock(tx, name, partition, 0));
        return Place.saved(position, version);
    }

    /// @return null where it has to begin anew from its cursor
    private @Nullable Place step(int partition, Place place) throws InterruptedException {
        List<Entry> entries = feed.next(partition, place.read(), effect.most(), LATEST, effect::concerns);
        long last = entries.isEmpty() ? place.read() : entries.getLast().position();
        List<Entry> concerning = entries.stream().filter(effect::concerns).toList();
        Place next = place.reading(last);
        return concerning.isEmpty() && !next.isToBeSaved() ? next : take(partition, concerning, next);
    }

    private @Nullable Place take(int partition, List<Entry> entries, Place next) {
        boolean taken = database.write(Tenants.ALL, tx -> {
            if (effect.version(tx) != next.version()) {
                return false;
            }
            long at = cursors.lock(tx, name, partition, 0);
            // Another node may have been first.
            List<Entry> fresh =
                    entries.stream().filter(entry -> entry.position() > at).toList();
            if (!fresh.isEmpty()) {
                effect.apply(tx, fresh);
            }
            if (next.read() > at) {
                cursors.move(tx, name, partition, next.read());
            }
            return true;
        });
        if (!taken) {
            effect.outdated();
            return null;
        }
        if (!entries.isEmpty()) {
            effect.applied(entries);
        }
        return Place.saved(next.read(), next.version());
    }

    /// Follows one partition.
    private final class Follower {

        private final int partition;
        private @Nullable Place place;

        Follower(int partition) {
            this.partition = partition;
        }

        void step() throws InterruptedException {
            // What was read by an earlier version and not saved is read again.
            Place from = place == null || place.version() != effect.version() ? begin(partition) : place;
            // What a commit that fails did is unknown: the cursor says.
            place = null;
            place = LogWorker.this.step(partition, from);
        }
    }

    /// What a reader does with entries.
    public interface Effect {

        /// Whether an entry matters to it.
        boolean concerns(Entry entry);

        /// How many entries it reads at once.
        default int most() {
            return 500;
        }

        /// Of what it has in memory to tell what matters by; read before that is.
        default long version() {
            return 0;
        }

        /// The version that there is. What was told to matter or not by another one is read again.
        default long version(Transaction tx) {
            return 0;
        }

        /// What it has in memory is not what there is.
        default void outdated() {
            // Most have nothing in memory.
        }

        /// Takes effect, in the transaction that moves the cursor.
        void apply(Transaction tx, List<Entry> entries) throws SQLException;

        /// Called after the commit, on each node; another one may have been first to apply them.
        void applied(List<Entry> entries);
    }

    /// @param read    the position up to which entries were read
    /// @param saved   the position at which the cursor stands
    /// @param savedAt since when, in nanoseconds
    /// @param version of what the effect had in memory
    private record Place(long read, long saved, long savedAt, long version) {

        static Place saved(long position, long version) {
            return new Place(position, position, System.nanoTime(), version);
        }

        Place reading(long last) {
            return new Place(last, saved, savedAt, version);
        }

        boolean isToBeSaved() {
            return read - saved >= LONGEST_LAG || (read > saved && System.nanoTime() - savedAt >= LATEST.toNanos());
        }
    }
}
