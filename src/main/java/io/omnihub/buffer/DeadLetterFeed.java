package io.omnihub.buffer;

import io.omnihub.loop.Loops;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// Gives the dead letters to those who keep them for people to look at.
final class DeadLetterFeed implements SmartLifecycle {

    private static final QueueReader.Limits LIMITS = new QueueReader.Limits(100, 4 * 1024 * 1024, null, Duration.ZERO);

    private final Broker broker;
    private final DeadLetterSink sink;
    private final Clock clock;
    private final Loops loops;
    private @Nullable QueueReader reader;

    DeadLetterFeed(Broker broker, DeadLetterSink sink, Clock clock, Loops loops) {
        this.broker = broker;
        this.sink = sink;
        this.clock = clock;
        this.loops = loops;
    }

    @Override
    public void start() {
        QueueReader fresh = new QueueReader(broker, Queues.DEAD_LETTER, LIMITS, this::take, loops);
        fresh.start();
        reader = fresh;
    }

    @Override
    public void stop() {
        QueueReader last = reader;
        if (last != null) {
            last.stop();
            last.join();
            reader = null;
        }
    }

    @Override
    public boolean isRunning() {
        return reader != null;
    }

    @Override
    public int getPhase() {
        return BufferFeed.PHASE;
    }

    private CompletableFuture<?> take(Parcel parcel) {
        sink.store(Letters.letter(parcel, clock));
        return CompletableFuture.completedFuture(null);
    }
}
