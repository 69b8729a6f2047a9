package io.omnihub.log;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Trouble;
import io.omnihub.message.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Follows the log for all that show it live, one thread for each partition: this node's entries right after the
/// commit, those of others as they are found. It begins with what comes after its start, and remembers nothing.
public final class LogFeed implements SmartLifecycle {

    /// Those who listen serve clients: they start after it, and stop before it.
    public static final int PHASE = Integer.MAX_VALUE - 768;

    private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final int partitions;
    private final LogReader reader;
    private final LogFollower follower;
    private final List<Consumer<List<Entry>>> listeners = new CopyOnWriteArrayList<>();
    private final Loops loops;
    private final Trouble showing = new Trouble(LOG, "Showing entries live");
    private List<Loop> running = List.of();

    public LogFeed(int partitions, LogReader reader, LogFollower follower, Loops loops) {
        this.loops = loops;
        this.partitions = partitions;
        this.reader = reader;
        this.follower = follower;
    }

    /// Has the entries of each partition handed over, in order; whoever takes them must not wait.
    public void listen(Consumer<List<Entry>> listener) {
        listeners.add(listener);
    }

    @Override
    public void start() {
        running = IntStream.range(0, partitions)
                .mapToObj(Place::new)
                .map(place ->
                        loops.loop("log-feed-" + place.partition, place::step).start())
                .toList();
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

    @Override
    public int getPhase() {
        return PHASE;
    }

    /// What is wrong with one listener is not for the others to bear.
    private void hand(Consumer<List<Entry>> listener, List<Entry> entries) {
        try {
            listener.accept(entries);
            showing.worked();
        } catch (RuntimeException e) {
            showing.failed(e);
        }
    }

    /// The place of one partition; it begins anew nowhere but at the start.
    private final class Place {

        private final int partition;
        private long position = -1;

        Place(int partition) {
            this.partition = partition;
        }

        void step() throws InterruptedException {
            if (position < 0) {
                position = reader.lastPosition(partition);
            }
            List<Entry> entries = follower.next(partition, position, BATCH, PATIENCE);
            if (!entries.isEmpty()) {
                listeners.forEach(listener -> hand(listener, entries));
                position = entries.getLast().position();
            }
        }
    }
}
