package io.omnihub.conversation;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the engine tells Prometheus.
final class EngineMeters {

    private final Timer commits;
    private final Map<String, Counter> outcomes;

    EngineMeters(MeterRegistry registry) {
        commits = Timer.builder("omnihub.engine.commit")
                .description("Commits of batches")
                .register(registry);
        outcomes = Stream.of("stored", "duplicate", "waiting", "handed-on", "refused", "dead")
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> Counter.builder("omnihub.engine.events")
                                .description("Inbound events by what became of them")
                                .tag("outcome", name)
                                .register(registry)));
    }

    <T> T time(Supplier<T> commit) {
        return requireNonNull(commits.record(commit));
    }

    void count(Taken taken) {
        String name = switch (taken) {
            case Outcome.Stored stored -> stored.duplicate() ? "duplicate" : "stored";
            case Outcome.Waiting _ -> "waiting";
            case Taken.Elsewhere _ -> "handed-on";
            case Outcome.Refused _ -> "refused";
            case Outcome.Dead _ -> "dead";
        };
        requireNonNull(outcomes.get(name)).increment();
    }
}
