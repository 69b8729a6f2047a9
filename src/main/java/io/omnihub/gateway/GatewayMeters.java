package io.omnihub.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts connections and frames.
final class GatewayMeters {

    private final Map<Endpoint, AtomicInteger> open = new EnumMap<>(Endpoint.class);
    private final Counter received;
    private final Counter sent;
    private final MeterRegistry registry;

    GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
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

    void sent(int frames) {
        sent.increment(frames);
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
