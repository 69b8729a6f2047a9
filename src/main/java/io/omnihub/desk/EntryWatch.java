package io.omnihub.desk;

import io.omnihub.log.LogFollower;
import io.omnihub.log.LogReader;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Wakes those who wait for entries of a conversation. One thread for each partition follows the log for all of them,
/// so that waiting costs the database nothing; it stops, and ends all waiting, before the web server does.
final class EntryWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EntryWatch.class);
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// The web server begins its graceful stop at `Integer.MAX_VALUE - 1024`; higher phases stop earlier.
    private static final int PHASE = Integer.MAX_VALUE - 512;

    private final int partitions;
    private final LogReader reader;
    private final LogFollower follower;
    private final Map<ConversationId, Set<Wait>> waiting = new HashMap<>();
    private List<Thread> threads = List.of();
    private volatile boolean running;

    EntryWatch(int partitions, LogReader reader, LogFollower follower) {
        this.partitions = partitions;
        this.reader = reader;
        this.follower = follower;
    }

    /// Begins to watch: an entry that is committed from now on ends the wait. Read after this, not before.
    Wait on(ConversationId conversation) {
        Wait wait = new Wait(conversation);
        synchronized (waiting) {
            if (running) {
                waiting.computeIfAbsent(conversation, _ -> new HashSet<>()).add(wait);
            } else {
                wait.over.countDown();
            }
        }
        return wait;
    }

    /// How many wait.
    int size() {
        synchronized (waiting) {
            return waiting.values().stream().mapToInt(Set::size).sum();
        }
    }

    @Override
    public void start() {
        running = true;
        threads = IntStream.range(0, partitions)
                .mapToObj(partition ->
                        Thread.ofPlatform().name("entry-watch-" + partition).start(() -> run(partition)))
                .toList();
    }

    @Override
    public void stop() {
        synchronized (waiting) {
            running = false;
            waiting.values().forEach(waits -> waits.forEach(wait -> wait.over.countDown()));
        }
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
                    wake(entries);
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

    private void wake(List<Entry> entries) {
        synchronized (waiting) {
            entries.forEach(entry ->
                    waiting.getOrDefault(entry.conversation(), Set.of()).forEach(wait -> wait.over.countDown()));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for one conversation.
    final class Wait implements AutoCloseable {

        private final ConversationId conversation;
        private final CountDownLatch over = new CountDownLatch(1);

        private Wait(ConversationId conversation) {
            this.conversation = conversation;
        }

        void await(Duration atMost) throws InterruptedException {
            var _ = over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            synchronized (waiting) {
                Set<Wait> waits = waiting.getOrDefault(conversation, Set.of());
                waits.remove(this);
                if (waits.isEmpty()) {
                    waiting.remove(conversation);
                }
            }
        }
    }
}
