package io.omnihub.buffer;

import io.omnihub.loop.Loops;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// Gives what lies in a queue of its own, in the order in which it was taken, to those who keep it.
final class QueueFeed implements SmartLifecycle {

    private static final QueueReader.Limits DEAD_LETTERS =
            new QueueReader.Limits(100, 4 * 1024 * 1024, null, Duration.ZERO);

    private final Supplier<QueueReader> readers;
    private @Nullable QueueReader reader;

    private QueueFeed(Supplier<QueueReader> readers) {
        this.readers = readers;
    }

    /// Of dead letters, for people to look at.
    static QueueFeed deadLetters(Broker broker, DeadLetterSink sink, Clock clock, Loops loops) {
        return new QueueFeed(() -> new QueueReader(
                broker,
                Queues.DEAD_LETTER,
                DEAD_LETTERS,
                parcel -> {
                    sink.store(Letters.letter(parcel, clock));
                    return CompletableFuture.completedFuture(null);
                },
                loops));
    }

    /// Of business records.
    static QueueFeed records(Broker broker, BufferProperties properties, RecordSink sink, Clock clock, Loops loops) {
        return new QueueFeed(() -> new QueueReader(
                broker,
                Queues.RECORD,
                QueueReader.Limits.of(properties),
                parcel -> sink.take(Letters.record(parcel, clock)),
                loops));
    }

    @Override
    public void start() {
        QueueReader fresh = readers.get();
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
}
