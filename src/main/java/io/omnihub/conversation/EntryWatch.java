package io.omnihub.conversation;

import io.omnihub.identity.Credential;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.log.LogFeed;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.web.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;

/// Wakes those who wait for entries of a conversation, so that waiting costs the database nothing; it ends all waiting
/// before the web server stops.
public final class EntryWatch implements SmartLifecycle {

    /// The web server begins its graceful stop at `Integer.MAX_VALUE - 1024`; higher phases stop earlier.
    private static final int PHASE = Integer.MAX_VALUE - 512;

    private final Map<ConversationId, Set<Wait>> waiting = new HashMap<>();
    private final IdentityEnds ends;
    private volatile boolean running;

    EntryWatch(LogFeed feed, IdentityEnds ends) {
        this.ends = ends;
        feed.listen(this::wake);
    }

    /// Reads until something is there: once, and again for each entry that is committed to the conversation. What wakes
    /// may be one that was read before, or that the reader may not see.
    ///
    /// @param reader what the reader is known by
    /// @return what was read; nothing where there was nothing in this time, or the hub stops
    /// @throws ProblemException where the reader's credential ends in the meantime
    public List<Entry> await(
            Credential reader, ConversationId conversation, Duration atMost, Supplier<List<Entry>> read)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        List<Entry> entries = read.get();
        if (!entries.isEmpty() || atMost.isZero()) {
            return entries;
        }
        AtomicBoolean ended = new AtomicBoolean();
        Runnable stop = () -> {
            ended.set(true);
            wake(conversation);
        };
        try (IdentityEnds.Hold _ = ends.hold(reader, stop)) {
            while (entries.isEmpty() && running && !ended.get() && end - System.nanoTime() > 0) {
                try (Wait wait = new Wait(conversation)) {
                    // What was committed, or ended, before the wait began wakes nobody.
                    entries = read.get();
                    if (entries.isEmpty() && !ended.get()) {
                        var _ = wait.over.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    }
                }
            }
        }
        if (ended.get()) {
            throw new ProblemException(HttpStatus.UNAUTHORIZED, null, "The credential has ended.", "");
        }
        return entries;
    }

    /// How many wait.
    public int size() {
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
            entries.forEach(entry -> wake(entry.conversation()));
        }
    }

    private void wake(ConversationId conversation) {
        synchronized (waiting) {
            waiting.getOrDefault(conversation, Set.of()).forEach(wait -> wait.over.countDown());
        }
    }

    /// Waits for one conversation.
    private final class Wait implements AutoCloseable {

        private final ConversationId conversation;
        private final CountDownLatch over = new CountDownLatch(1);

        private Wait(ConversationId conversation) {
            this.conversation = conversation;
            synchronized (waiting) {
                waiting.computeIfAbsent(conversation, _ -> new HashSet<>()).add(this);
                if (!running) {
                    over.countDown();
                }
            }
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
