package io.omnihub.operations;

import io.omnihub.loop.Loops;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Tells whether all that runs for ever does its work, as far as that is for the hub to say: what is outside and away
/// is told of elsewhere.
final class LoopsHealth implements HealthIndicator {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Loops loops;

    LoopsHealth(Loops loops) {
        this.loops = loops;
    }

    @Override
    public Health health() {
        Map<String, String> faults = loops.lastingFaults(PATIENCE);
        return faults.isEmpty()
                ? Health.up().build()
                : Health.down().withDetails(faults).build();
    }
}
