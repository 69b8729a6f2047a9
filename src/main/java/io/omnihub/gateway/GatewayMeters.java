package io.omnihub.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.omnihub.loop.Latency;
import io.omnihub.message.Entry;
import io.omnihub.trace.LatePushes;
import io.omnihub.trace.Traces;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts connections and frames.
final class GatewayMeters {

    private final Map<Endpoint, AtomicInteger> open = new EnumMap<>(Endpoint.class);
    private final Counter received;
    private final Counter sent;
    private final Timer pushes;
    private final Traces traces;
    private final LatePushes latest;
    private final MeterRegistry registry;

    GatewayMeters(MeterRegistry registry, Traces traces, LatePushes latest) {
        this.registry = registry;
        this.traces = traces;
        this.latest = latest;
        pushes = Latency.of("omnihub.gateway.push", "From the commit of an entry until it is written to a client")
                .register(registry);
        for (Endpoint endpoint : Endpoint.values()) {
            AtomicInteger count = new AtomicInteger();
            open.put(endpoint, count);
            Gauge.builder("omnihub.gateway.connections", count, AtomicInteger::get)
                    .tag("endpoint", endpoint.name().toLowerCase(java.util.Locale.ROOT))
                    .description("Clients that are connected")
                    .register(registry);
        }
        received = Counter.builder("omnihub.gateway.frames")
                .tag("direction", "in")
                .description("Frames of clients")
                .register(registry);
        sent = Counter.builder("omnihub.gateway.frames")
                .tag("direction", "out")
                .description("Frames of clients")
                .register(registry);
    }

    void opened(Endpoint endpoint) {
        get(endpoint).incrementAndGet();
    }

    void gone(Endpoint endpoint) {
        get(endpoint).decrementAndGet();
    }

    void received() {
        received.increment();
    }

    /// Frames were written together, of which the oldest news counts.
    void sent(List<EncodedFrame> frames) {
        sent.increment(frames.size());
        long oldest = Long.MAX_VALUE;
        for (EncodedFrame frame : frames) {
            Entry news = frame.news();
            if (news != null) {
                long storedAt = news.storedAt().toEpochMilli();
                oldest = Math.min(oldest, storedAt);
                traces.past("push", news.metadata(), storedAt);
                if (frame.isFirst()) {
                    latest.note(
                            news.conversation().value(), news.sequence(), frame.isWhole(), System.currentTimeMillis());
                }
            }
        }
        if (oldest < Long.MAX_VALUE) {
            pushes.record(Math.max(0, System.currentTimeMillis() - oldest), TimeUnit.MILLISECONDS);
        }
    }

    void closed(CloseCode code) {
        Counter.builder("omnihub.gateway.closed")
                .tag("code", Integer.toString(code.status()))
                .description("Connections that the hub closed")
                .register(registry)
                .increment();
    }

    private AtomicInteger get(Endpoint endpoint) {
        return java.util.Objects.requireNonNull(open.get(endpoint));
    }
}
