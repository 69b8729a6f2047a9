package io.omnihub.buffer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.omnihub.buffer.BufferUnavailableException.Reason;
import io.omnihub.conversation.Partitions;
import io.omnihub.loop.Labels;
import io.omnihub.loop.Latency;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboundEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;

/// The durable buffer in front of the log: whatever it has taken survives any crash until the log has it.
public final class Buffer {

    private final Outlet outlet;
    private final Partitions partitions;
    private final DiskSpace disk;
    private final MeterRegistry meters;
    private final Timer puts;
    private final Labels channels = new Labels();
    private final Map<String, Counter> accepted = new ConcurrentHashMap<>();
    private volatile boolean full;

    Buffer(Outlet outlet, Partitions partitions, DiskSpace disk, MeterRegistry meters) {
        this.outlet = outlet;
        this.partitions = partitions;
        this.disk = disk;
        this.meters = meters;
        puts = Latency.of("omnihub.buffer.put", "Until what came is durable in the buffer")
                .register(meters);
    }

    /// Takes events in; returns once they are durable, after two seconds at most. A list is taken whole or not at all.
    ///
    /// @throws BufferUnavailableException where nothing can be promised: the sender must come again, and whatever
    ///                                    was taken all the same is known by its key then
    public void put(List<InboundEvent> events) {
        List<Parcel> parcels = new ArrayList<>(events.size());
        for (InboundEvent event : events) {
            parcels.add(Parcel.of(event, partitions.of(event.header().routingKey())));
        }
        deliver(parcels);
        for (InboundEvent event : events) {
            accepted(event.header().channel());
        }
    }

    /// Takes business records in, under the same promise; a list is taken whole or not at all.
    ///
    /// @throws BufferUnavailableException where nothing can be promised
    public void putRecords(List<RawRecord> records) {
        deliver(records.stream().map(Letters::parcel).toList());
    }

    /// Takes in what could not be processed, under the same promise.
    ///
    /// @throws BufferUnavailableException where nothing can be promised
    public void putDeadLetter(RawDeadLetter letter) {
        deliver(List.of(Letters.parcel(letter)));
    }

    /// Whether the last thing handed in was refused because a queue had reached its limit.
    boolean isFull() {
        return full;
    }

    private void deliver(List<Parcel> parcels) {
        Timer.Sample sample = Timer.start();
        try {
            disk.check();
            send(parcels);
            full = false;
        } catch (BufferUnavailableException e) {
            full = e.reason() == Reason.FULL;
            meters.counter("omnihub.buffer.refused", "reason", e.reason().name().toLowerCase(Locale.ROOT))
                    .increment();
            throw e;
        } finally {
            sample.stop(puts);
        }
    }

    private void accepted(ChannelId channel) {
        accepted.computeIfAbsent(
                        channels.of(channel.value()),
                        label -> Counter.builder("omnihub.buffer.accepted")
                                .description("Events that are durable in the buffer")
                                .tag("channel", label)
                                .register(meters))
                .increment();
    }

    private void send(List<Parcel> parcels) {
        if (parcels.isEmpty()) {
            return;
        }
        Deadline deadline = Deadline.begin();
        try {
            send(parcels, outlet.line(deadline), deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BufferUnavailableException(Reason.AWAY, "interrupted while waiting for the buffer's broker", e);
        }
    }

    private void send(List<Parcel> parcels, SendLine line, Deadline deadline) throws InterruptedException {
        try {
            Future<Void> answer =
                    parcels.size() == 1 ? line.send(parcels.getFirst(), deadline.nanos()) : together(line, parcels);
            answer.get(deadline.nanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unavailable(line, e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            throw unavailable(line, e);
        } catch (TimeoutException e) {
            outlet.suspect(line, "it did not answer within two seconds");
            throw new BufferUnavailableException(
                    Reason.AWAY, "the buffer's broker did not answer within two seconds", e);
        }
    }

    private static Future<Void> together(SendLine line, List<Parcel> parcels) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().name("buffer-list").start(() -> {
            try {
                line.sendTogether(parcels);
                done.complete(null);
            } catch (ActiveMQException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private BufferUnavailableException unavailable(SendLine line, Throwable cause) {
        if (isFull(cause)) {
            return new BufferUnavailableException(Reason.FULL, "the buffer is full", cause);
        }
        if (!line.isLost()) {
            outlet.suspect(line, cause.toString());
        }
        return new BufferUnavailableException(
                Reason.AWAY, "the buffer's broker did not take it: " + cause.getMessage(), cause);
    }

    private static boolean isFull(Throwable cause) {
        return cause instanceof ActiveMQException e && e.getType() == ActiveMQExceptionType.ADDRESS_FULL;
    }
}
