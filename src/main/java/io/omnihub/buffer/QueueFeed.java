package io.omnihub.buffer;

import io.omnihub.loop.Loops;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// Gives business records, in the order in which they were taken, to those who keep them.
final class RecordFeed implements SmartLifecycle {

    private final Broker broker;
    private final BufferProperties properties;
    private final RecordSink sink;
    private final Clock clock;
    private final Loops loops;
    private @Nullable QueueReader reader;

    RecordFeed(Broker broker, BufferProperties properties, RecordSink sink, Clock clock, Loops loops) {
        this.broker = broker;
        this.properties = properties;
        this.sink = sink;
        this.clock = clock;
        this.loops = loops;
    }

    @Override
    public void start() {
        QueueReader fresh =
                new QueueReader(broker, Queues.RECORD, QueueReader.Limits.of(properties), this::take, loops);
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
        return sink.take(Letters.record(parcel, clock));
    }
}
