package io.omnihub.conversation;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.omnihub.loop.Labels;
import io.omnihub.loop.Latency;
import io.omnihub.message.ChannelId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What the engine tells Prometheus.
final class EngineMeters {

    private static final List<String> OUTCOMES =
            List.of("stored", "duplicate", "waiting", "handed-on", "refused", "dead");

    private final MeterRegistry registry;
    private final Timer commits;
    private final Timer latency;
    private final DistributionSummary batches;
    private final Labels channels = new Labels();
    private final Map<String, Map<String, Counter>> outcomes = new ConcurrentHashMap<>();

    EngineMeters(MeterRegistry registry) {
        this.registry = registry;
        commits = Latency.of("omnihub.engine.commit", "Commits of batches").register(registry);
        latency = Latency.of("omnihub.engine.latency", "From an event's arrival at the engine until it is settled")
                .register(registry);
        batches = DistributionSummary.builder("omnihub.engine.batch")
                .description("Events of a commit")
                .serviceLevelObjectives(1, 5, 20, 50, 100, 200, 500)
                .register(registry);
    }

    <T> T time(int events, Supplier<T> commit) {
        batches.record(events);
        return requireNonNull(commits.record(commit));
    }

    /// @param now by the monotonic clock
    void count(Submission submission, Taken taken, long now) {
        String name = switch (taken) {
            case Outcome.Stored stored -> stored.duplicate() ? "duplicate" : "stored";
            case Outcome.Waiting _ -> "waiting";
            case Taken.Elsewhere _ -> "handed-on";
            case Outcome.Refused _ -> "refused";
            case Outcome.Dead _ -> "dead";
        };
        latency.record(now - submission.arrivedAt(), TimeUnit.NANOSECONDS);
        requireNonNull(of(submission.event().header().channel()).get(name)).increment();
    }

    private Map<String, Counter> of(ChannelId channel) {
        return outcomes.computeIfAbsent(channels.of(channel.value()), this::counters);
    }

    private Map<String, Counter> counters(String channel) {
        return OUTCOMES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> Counter.builder("omnihub.engine.events")
                                .description("Inbound events by what became of them")
                                .tag("channel", channel)
                                .tag("outcome", name)
                                .register(registry)));
    }
}
