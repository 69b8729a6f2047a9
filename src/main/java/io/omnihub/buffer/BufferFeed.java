package io.omnihub.buffer;

import io.omnihub.conversation.Engine;
import io.omnihub.conversation.PartitionCount;
import io.omnihub.conversation.Partitions;
import io.omnihub.loop.Loops;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.ProtobufCodec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.springframework.context.SmartLifecycle;

/// Gives the engine what lies in the buffer: each partition in order, on a thread of its own.
final class BufferFeed implements SmartLifecycle {

    /// The engine must start before and stop after.
    static final int PHASE = 1000;

    private final Broker broker;
    private final BufferProperties properties;
    private final Partitions partitions;
    private final PartitionCount count;
    private final Engine engine;
    private final Buffer buffer;
    private final Clock clock;
    private final Loops loops;
    private List<QueueReader> readers = List.of();
    private volatile boolean running;

    BufferFeed(
            Broker broker,
            BufferProperties properties,
            Partitions partitions,
            PartitionCount count,
            Engine engine,
            Buffer buffer,
            Clock clock,
            Loops loops) {
        this.broker = broker;
        this.properties = properties;
        this.partitions = partitions;
        this.count = count;
        this.engine = engine;
        this.buffer = buffer;
        this.clock = clock;
        this.loops = loops;
    }

    @Override
    public void start() {
        running = true;
        QueueReader.Limits limits = QueueReader.Limits.of(properties);
        int opened = count.opened();
        List<QueueReader> all = new ArrayList<>(readers(0, opened, limits));
        readers = all;
        if (0 < opened && opened < partitions.count()) {
            new Drain(broker, opened).await();
        }
        count.open(partitions.count());
        all.addAll(readers(opened, partitions.count(), limits));
    }

    private List<QueueReader> readers(int from, int to, QueueReader.Limits limits) {
        List<QueueReader> started = IntStream.range(from, to)
                .mapToObj(partition -> new QueueReader(broker, Queues.inbound(partition), limits, this::take, loops))
                .toList();
        started.forEach(QueueReader::start);
        return started;
    }

    @Override
    public void stop() {
        readers.forEach(QueueReader::stop);
        readers.forEach(QueueReader::join);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private CompletableFuture<?> take(Parcel parcel) {
        InboundEvent event;
        try {
            event = ProtobufCodec.decodeStoredEvent(parcel.body());
        } catch (InvalidMessageException e) {
            buffer.putDeadLetter(
                    Letters.unreadable(parcel, "it can't be read: " + e.field() + " " + e.problem(), clock));
            return CompletableFuture.completedFuture(null);
        }
        return engine.take(event, false);
    }
}
