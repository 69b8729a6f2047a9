package io.omnihub.media;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.media.Fetches.Fetch;
import io.omnihub.message.ChannelId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Hands what is due to be fetched to virtual threads, a bounded number at once.
final class MediaFetcher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MediaFetcher.class);
    private static final int PHASE = 500;
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Database database;
    private final Fetches fetches;
    private final MediaProperties properties;
    private final Attempts attempts;
    private final Clock clock;
    private final Semaphore free;
    private final Map<ChannelId, Integer> running = new ConcurrentHashMap<>();
    private final Loop loop;

    MediaFetcher(
            Database database,
            Fetches fetches,
            MediaProperties properties,
            Attempts attempts,
            Clock clock,
            Loops loops) {
        this.database = database;
        this.fetches = fetches;
        this.properties = properties;
        this.attempts = attempts;
        this.clock = clock;
        this.free = new Semaphore(properties.concurrency());
        this.loop = loops.loop("media-fetcher", this::step).every(Duration.ZERO, properties.poll());
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop(STOP);
        try {
            var _ = free.tryAcquire(properties.concurrency(), STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        free.drainPermits();
        free.release(properties.concurrency());
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    void wake() {
        loop.wake();
    }

    private void step() throws InterruptedException {
        boolean more = true;
        while (more && loop.isRunning()) {
            more = begin();
        }
    }

    /// @return whether there may be more to do at once
    private boolean begin() throws InterruptedException {
        if (!free.tryAcquire(properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        int places = 1 + free.drainPermits();
        int begun = 0;
        try {
            for (Fetch fetch : claim(places)) {
                running.merge(fetch.channel(), 1, Integer::sum);
                Thread.ofVirtual().name("media-" + fetch.id()).start(() -> attempt(fetch));
                begun++;
            }
        } finally {
            free.release(places - begun);
        }
        return begun == places;
    }

    private List<Fetch> claim(int most) {
        long now = clock.millis();
        if (!database.read(Tenants.ALL, tx -> fetches.anyDue(tx, now))) {
            return List.of();
        }
        Map<ChannelId, Integer> taken = Map.copyOf(running);
        return database.write(Tenants.ALL, tx -> fetches.claim(tx, now, most, new ChannelRoom(mostOfChannel(), taken)));
    }

    private void attempt(Fetch fetch) {
        try {
            attempts.run(fetch);
        } catch (RuntimeException e) {
            // The claim ends by itself, and it is tried again.
            LOG.warn("The outcome of fetching {} could not be recorded: {}", fetch.id(), e.toString());
        } finally {
            running.computeIfPresent(fetch.channel(), (_, count) -> count > 1 ? count - 1 : null);
            free.release();
            if (running.getOrDefault(fetch.channel(), 0) == mostOfChannel() - 1) {
                // More of it may have waited for the place.
                wake();
            }
        }
    }

    private int mostOfChannel() {
        return Math.max(1, properties.concurrency() / 2);
    }
}
