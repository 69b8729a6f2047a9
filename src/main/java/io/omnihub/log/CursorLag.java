package io.omnihub.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/// Measures how many entries each reader of the log has before it. It asks the database once in a while, however often
/// somebody scrapes.
final class CursorLag {

    static final Duration EVERY = Duration.ofSeconds(15);

    private final Cursors cursors;
    private final MultiGauge lag;

    CursorLag(Cursors cursors, MeterRegistry meters) {
        this.cursors = cursors;
        this.lag = MultiGauge.builder("omnihub.cursor.lag")
                .description("Entries that a reader of the log has before it")
                .register(meters);
    }

    void measure() {
        lag.register(
                cursors.places().stream()
                        .map(place -> MultiGauge.Row.of(
                                Tags.of("cursor", place.name(), "partition", Integer.toString(place.partition())),
                                place.lag()))
                        .toList(),
                true);
    }
}
