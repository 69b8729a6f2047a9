package io.omnihub.cursor;

import java.time.Duration;

/// How long a source is left alone: as its route says where all went well, after failures longer and longer until then.
final class Rest {

    private static final Duration FIRST = Duration.ofMillis(200);

    private final Duration every;
    private Duration failing = Duration.ZERO;
    private Duration next = Duration.ZERO;

    Rest(Duration every) {
        this.every = every;
    }

    /// Until the source is asked again.
    Duration next() {
        return next;
    }

    void worked() {
        failing = Duration.ZERO;
        next = every;
    }

    /// @param asked for which the source itself wants to be left alone; zero where it said nothing
    void failed(Duration asked) {
        Duration longer = failing.isZero() ? FIRST : failing.multipliedBy(2);
        failing = longer.compareTo(every) < 0 ? longer : every;
        next = asked.compareTo(failing) > 0 ? asked : failing;
    }
}
