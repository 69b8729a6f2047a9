package io.omnihub.log;

import io.omnihub.log.LogTail.Knowledge;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Trouble;
import io.omnihub.message.Entry;
import io.omnihub.store.Database;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Feeds all that read the log on this node, by one thread for each partition: this node's entries come to it in memory
/// right after the commit; those of others it reads from the table, once for all, when another node tells of them, and
/// else when it is time to look. Those who show entries live get what comes after its start; a follower has a position
/// of its own, and sleeps through what does not concern it.
public final class LogFeed implements SmartLifecycle {

    /// Those who listen serve clients: they start after it, and stop before it.
    public static final int PHASE = Integer.MAX_VALUE - 768;

    private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);
    private static final int BATCH = 500;

    /// How soon entries are found that another node did not tell of.
    private static final Duration LOOK = Duration.ofMillis(100);

    /// Where nobody else writes, only what came to nobody's knowledge is to be found: an unfinished commit.
    private static final Duration SLOW_LOOK = Duration.ofSeconds(5);

    /// A follower wakes after so many entries, whatever they are, while it finds them in memory.
    private static final int LONGEST_SLEEP = 2_000;

    private final LogReader reader;
    private final LogTail tail;
    private final Duration look;
    private final List<Place> places;
    private final List<Consumer<List<Entry>>> listeners = new CopyOnWriteArrayList<>();
    private final Trouble showing = new Trouble(LOG, "Showing entries live");

    /// @param look how soon entries are found of which nobody told
    public LogFeed(int partitions, Duration look, LogReader reader, LogTail tail, Loops loops) {
        this.reader = reader;
        this.tail = tail;
        this.look = look;
        this.places = IntStream.range(0, partitions)
                .mapToObj(partition -> new Place(partition, loops))
                .toList();
    }

    /// How soon entries are to be found of which nobody told.
    public static Duration look(Database.Kind kind) {
        return kind == Database.Kind.SQLITE ? SLOW_LOOK : LOOK;
    }

    /// Has the entries of each partition handed over, in order; whoever takes them must not wait.
    public void listen(Consumer<List<Entry>> listener) {
        listeners.add(listener);
    }

    /// The entries of a partition after a position, in order and without a gap; waits for the first that concerns the
    /// follower, for some thousand others, or until the time is over, and leaves out none.
    ///
    /// The position is the caller's: it moves where the effect of the entries is safe.
    ///
    /// @return none where none came within the time
    /// @throws io.omnihub.store.DatabaseUnavailableException where they would have to be read and can't be now
    public List<Entry> next(int partition, long position, int limit, Duration atMost, Predicate<Entry> concerns)
            throws InterruptedException {
        boolean behind = places.get(partition).await(position, atMost, concerns);
        List<Entry> fresh = tail.after(partition, position, limit);
        return fresh.isEmpty() && behind ? reader.after(partition, position, limit) : fresh;
    }

    /// The last position of each partition that all listeners have been handed; empty until it has begun in all.
    public List<Long> positions() {
        List<Long> positions = places.stream().map(Place::position).toList();
        return positions.contains(-1L) ? List.of() : positions;
    }

    @Override
    public void start() {
        places.forEach(place -> place.loop.start());
    }

    @Override
    public void stop() {
        places.forEach(place -> place.loop.stop());
    }

    @Override
    public boolean isRunning() {
        return places.stream().anyMatch(place -> place.loop.isRunning());
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /// What is wrong with one listener is neither for the others to bear nor for the feed.
    private void hand(Consumer<List<Entry>> listener, List<Entry> entries) {
        try {
            listener.accept(entries);
            showing.worked();
        } catch (RuntimeException | Error e) {
            showing.failed(e);
        }
    }

    /// How far the feed has come in one partition, and who sleeps there.
    private final class Place {

        private final int partition;
        private final Loop loop;
        private final ReentrantLock lock = new ReentrantLock();
        private final Set<Sleeper> sleepers = new HashSet<>();
        private long position = -1;
        private long nextLook;

        Place(int partition, Loops loops) {
            this.partition = partition;
            this.loop = loops.loop("log-feed-" + partition, this::step);
        }

        private long position() {
            lock.lock();
            try {
                return position;
            } finally {
                lock.unlock();
            }
        }

        private void step() throws InterruptedException {
            if (position < 0) {
                begin();
            }
            tail.await(partition, position, Duration.ofNanos(nextLook - System.nanoTime()));
            List<Entry> entries = tail.after(partition, position, BATCH);
            if (entries.isEmpty()) {
                entries = read();
            }
            if (!entries.isEmpty()) {
                List<Entry> fresh = entries;
                listeners.forEach(listener -> hand(listener, fresh));
                advance(entries);
            }
        }

        /// It begins anew nowhere but at the start, and where it has slept for longer than entries are kept.
        private void begin() {
            long last = reader.lastPosition(partition);
            tail.begin(partition, last);
            nextLook = System.nanoTime() + look.toNanos();
            lock.lock();
            try {
                position = last;
                sleepers.forEach(Sleeper::wakeIfBehind);
            } finally {
                lock.unlock();
            }
        }

        private List<Entry> read() {
            Knowledge before = tail.knowledge(partition);
            List<Entry> entries;
            try {
                entries = reader.after(partition, position, BATCH);
            } catch (PrunedException e) {
                LOG.warn("The feed of partition {} begins anew: {}", partition, e.getMessage());
                begin();
                return List.of();
            }
            nextLook = System.nanoTime() + look.toNanos();
            if (!entries.isEmpty()) {
                tail.found(partition, before, entries);
            } else if (before.known() > position) {
                tail.correct(partition, before, position);
            }
            return entries;
        }

        private void advance(List<Entry> entries) {
            lock.lock();
            try {
                position = entries.getLast().position();
                sleepers.forEach(sleeper -> sleeper.hear(entries));
            } finally {
                lock.unlock();
            }
        }

        /// @return whether there is more than the follower has
        private boolean await(long from, Duration atMost, Predicate<Entry> concerns) throws InterruptedException {
            lock.lock();
            Sleeper sleeper = new Sleeper(this, from, concerns, lock.newCondition());
            try {
                sleepers.add(sleeper);
                sleeper.wakeIfBehind();
                long left = atMost.toNanos();
                while (left > 0 && !sleeper.woken) {
                    left = sleeper.bell.awaitNanos(left);
                }
                return from < position;
            } finally {
                sleepers.remove(sleeper);
                lock.unlock();
            }
        }
    }

    /// A follower that has all that there is, or nothing of what came since concerns it.
    private static final class Sleeper {

        private final Place place;
        private final long from;
        private final Predicate<Entry> concerns;
        private final Condition bell;
        private boolean woken;

        Sleeper(Place place, long from, Predicate<Entry> concerns, Condition bell) {
            this.place = place;
            this.from = from;
            this.concerns = concerns;
            this.bell = bell;
        }

        void wakeIfBehind() {
            if (from < place.position) {
                wake();
            }
        }

        void hear(List<Entry> entries) {
            if (place.position - from >= LONGEST_SLEEP || entries.stream().anyMatch(this::isConcerned)) {
                wake();
            }
        }

        /// Whoever can't tell has a look.
        private boolean isConcerned(Entry entry) {
            try {
                return entry.position() > from && concerns.test(entry);
            } catch (RuntimeException | Error e) {
                LOG.debug("Whether an entry concerns a follower is unknown", e);
                return true;
            }
        }

        private void wake() {
            if (!woken) {
                woken = true;
                bell.signal();
            }
        }
    }
}
