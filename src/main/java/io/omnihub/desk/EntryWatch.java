package io.omnihub.desk;

import io.omnihub.log.LogFeed;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/// Wakes those who wait for entries of a conversation, so that waiting costs the database nothing; it ends all waiting
/// before the web server stops.
final class EntryWatch implements SmartLifecycle {

    /// The web server begins its graceful stop at `Integer.MAX_VALUE - 1024`; higher phases stop earlier.
    private static final int PHASE = Integer.MAX_VALUE - 512;

    private final Map<ConversationId, Set<Wait>> waiting = new HashMap<>();
    private volatile boolean running;

    EntryWatch(LogFeed feed) {
        feed.listen(this::wake);
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
    }

    @Override
    public void stop() {
        synchronized (waiting) {
            running = false;
            waiting.values().forEach(waits -> waits.forEach(wait -> wait.over.countDown()));
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

    private void wake(List<Entry> entries) {
        synchronized (waiting) {
            entries.forEach(entry ->
                    waiting.getOrDefault(entry.conversation(), Set.of()).forEach(wait -> wait.over.countDown()));
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
                waiting.computeIfPresent(conversation, (_, waits) -> {
                    waits.remove(this);
                    return waits.isEmpty() ? null : waits;
                });
            }
        }
    }
}
