package io.omnihub.loop;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// All loops of this process, for those who look after it.
public final class Loops {

    private static final String FAILING = "omnihub.loop.failing";

    private final MeterRegistry meters;
    private final Set<Loop> running = ConcurrentHashMap.newKeySet();

    public Loops(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Loops that nobody looks at.
    public static Loops unobserved() {
        return new Loops(new SimpleMeterRegistry());
    }

    /// A loop that is not started yet.
    ///
    /// @param name of its thread too
    public Loop loop(String name, Step step) {
        return new Loop(this, name, step);
    }

    /// The loops that have failed for longer than that by a fault of the hub, with their last failures.
    public Map<String, String> lastingFaults(Duration patience) {
        Map<String, String> faults = new TreeMap<>();
        for (Loop loop : running) {
            String fault = loop.lastingFault(patience);
            if (fault != null) {
                faults.put(loop.name(), fault);
            }
        }
        return faults;
    }

    void add(Loop loop) {
        running.add(loop);
        Gauge.builder(FAILING, loop, known -> known.isFailing() ? 1 : 0)
                .tag("loop", loop.name())
                .description("Whether a loop failed lately")
                .register(meters);
    }

    void remove(Loop loop) {
        running.remove(loop);
        Gauge gauge = meters.find(FAILING).tags(Tags.of("loop", loop.name())).gauge();
        if (gauge != null) {
            meters.remove(gauge);
        }
    }

    void failed(Loop loop) {
        meters.counter("omnihub.loop.failures", "loop", loop.name()).increment();
    }
}
