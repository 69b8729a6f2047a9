package io.omnihub.loop;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// How long a hop of a message's way takes: a histogram of few buckets, so that hubs of several nodes can be added up
/// and recording costs little.
public final class Latency {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private Latency() {}

    /// A timer with these buckets, which is still to be registered.
    public static Timer.Builder of(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
    }
}
