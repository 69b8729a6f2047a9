package io.omnihub.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this node gives up just now.
public final class Overload {

    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

    /// Whoever is refused comes again at some moment of this time.
    private static final int SHORTEST_SECONDS = 5;

    private static final int LONGEST_SECONDS = 15;
    private static final int BY_ITSELF = -1;

    private final Ladder ladder;
    private final Supplier<List<Pressure>> pressures;
    private final MeterRegistry meters;
    private final Map<Step, Counter> givenUp = new EnumMap<>(Step.class);
    private final Map<String, Double> readings = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile int height;
    private int demanded;
    private int held = BY_ITSELF;

    /// @param pressures asked when it looks, since rooms that have some may begin later
    Overload(OverloadProperties properties, Supplier<List<Pressure>> pressures, MeterRegistry meters) {
        this.ladder = new Ladder(properties.at().inOrder(), properties.after(), properties.calm());
        this.pressures = pressures;
        this.meters = meters;
        for (Step step : Step.values()) {
            givenUp.put(
                    step,
                    Counter.builder("omnihub.overload.given.up")
                            .tag("what", step.publicName())
                            .description("What was not done since the hub had too much to do")
                            .register(meters));
        }
        Gauge.builder("omnihub.overload.step", this, Overload::height)
                .description("How many steps of what can be given up are")
                .register(meters);
    }

    /// One that gives nothing up.
    public static Overload never() {
        var properties = new OverloadProperties(
                false,
                1,
                Duration.ofSeconds(1),
                1,
                1,
                Duration.ZERO,
                Duration.ZERO,
                new OverloadProperties.At(1, 1, 1, 1));
        return new Overload(properties, List::of, new SimpleMeterRegistry());
    }

    /// Whether something is not to be done now; then it is counted as not done.
    public boolean givesUp(Step step) {
        boolean gives = isGivenUp(step);
        if (gives) {
            Objects.requireNonNull(givenUp.get(step)).increment();
        }
        return gives;
    }

    public boolean isGivenUp(Step step) {
        return height >= step.height();
    }

    /// Refuses a call by REST while a step is given up.
    public void refuse(Step step) {
        if (givesUp(step)) {
            int wait = ThreadLocalRandom.current().nextInt(SHORTEST_SECONDS, LONGEST_SECONDS + 1);
            throw ProblemException.later(
                    ProblemType.OVERLOADED,
                    "The hub has too much to do and has given up " + step.words() + " for a while.",
                    Duration.ofSeconds(wait));
        }
    }

    /// Has a listener told after something came back or was given up.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// How many steps are given up.
    int height() {
        return height;
    }

    /// The pressures at the last look, by their names.
    Map<String, Double> readings() {
        return new TreeMap<>(readings);
    }

    /// Whether somebody holds it where it is.
    synchronized boolean isHeld() {
        return held != BY_ITSELF;
    }

    /// Gives up so many steps, whatever the pressures are, until it is let go.
    void hold(int steps) {
        synchronized (this) {
            held = steps;
        }
        settle();
    }

    /// Goes by the pressures again.
    void letGo() {
        synchronized (this) {
            held = BY_ITSELF;
        }
        settle();
    }

    /// Looks at the pressures.
    void look() {
        double highest = 0;
        for (Pressure pressure : pressures.get()) {
            double now = pressure.now().getAsDouble();
            if (readings.put(pressure.name(), now) == null) {
                Gauge.builder("omnihub.overload.pressure", readings, all -> all.getOrDefault(pressure.name(), 0.0))
                        .tag("of", pressure.name())
                        .description("1 at the bound")
                        .register(meters);
            }
            highest = Math.max(highest, now);
        }
        synchronized (this) {
            demanded = ladder.next(System.nanoTime(), highest);
        }
        settle();
    }

    private void settle() {
        synchronized (this) {
            int now = isHeld() ? held : demanded;
            if (now == height) {
                return;
            }
            tell(height, now);
            height = now;
        }
        listeners.forEach(Runnable::run);
    }

    private void tell(int before, int now) {
        String given = Step.first(now).stream().map(Step::words).collect(Collectors.joining(", "));
        if (now > before) {
            LOG.warn("The hub has too much to do and gives up {}; pressures are {}", given, readings());
        } else {
            LOG.info(
                    "The hub has less to do{}",
                    given.isEmpty() ? " and does all again" : "; it still gives up " + given);
        }
    }
}
