package io.omnihub.gateway;

import io.omnihub.log.LogFollower;
import io.omnihub.log.LogReader;
import io.omnihub.message.Entry;
import io.omnihub.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log, one thread for each partition, and hands over what is committed: this node's entries right after
/// the commit, those of others by reading the table.
final class LiveFeed {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final int partitions;
    private final LogReader reader;
    private final LogFollower follower;
    private final Consumer<List<Entry>> receiver;
    private List<Thread> threads = List.of();
    private volatile boolean running;

    LiveFeed(int partitions, LogReader reader, LogFollower follower, Consumer<List<Entry>> receiver) {
        this.partitions = partitions;
        this.reader = reader;
        this.follower = follower;
        this.receiver = receiver;
    }

    void start() {
        running = true;
        threads = IntStream.range(0, partitions)
                .mapToObj(partition ->
                        Thread.ofPlatform().name("live-feed-" + partition).start(() -> run(partition)))
                .toList();
    }

    void stop() {
        running = false;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
                    receiver.accept(entries);
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

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
