package io.omnihub.log;

import io.omnihub.message.Entry;
import io.omnihub.store.DatabaseUnavailableException;
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
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final int partitions;
    private final LogReader reader;
    private final LogFollower follower;
    private final List<Consumer<List<Entry>>> listeners = new CopyOnWriteArrayList<>();
    private List<Thread> threads = List.of();
    private volatile boolean running;

    public LogFeed(int partitions, LogReader reader, LogFollower follower) {
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
        running = true;
        threads = IntStream.range(0, partitions)
                .mapToObj(partition ->
                        Thread.ofPlatform().name("log-feed-" + partition).start(() -> run(partition)))
                .toList();
    }

    @Override
    public void stop() {
        running = false;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void run(int partition) {
        long position = -1;
        while (running) {
            try {
                if (position < 0) {
                    position = reader.lastPosition(partition);
                }
                List<Entry> entries = follower.next(partition, position, BATCH, PATIENCE);
                if (!entries.isEmpty()) {
                    listeners.forEach(listener -> hand(listener, entries));
                    position = entries.getLast().position();
                }
            } catch (DatabaseUnavailableException e) {
                LOG.debug("The log can't be followed now", e);
                pause();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// What is wrong with one listener is not for the others to bear.
    private static void hand(Consumer<List<Entry>> listener, List<Entry> entries) {
        try {
            listener.accept(entries);
        } catch (RuntimeException e) {
            LOG.error("Entries can't be shown live by a fault of the hub", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
