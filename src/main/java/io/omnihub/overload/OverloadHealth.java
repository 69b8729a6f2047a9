package io.omnihub.overload;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Tells an operator what is given up. The hub is up all the same: it does what matters.
final class OverloadHealth implements HealthIndicator {

    private final Overload overload;

    OverloadHealth(Overload overload) {
        this.overload = overload;
    }

    @Override
    public Health health() {
        return Health.up()
                .withDetail(
                        "givenUp",
                        Step.first(overload.height()).stream()
                                .map(Step::publicName)
                                .toList())
                .withDetail("held", overload.isHeld())
                .withDetail("pressures", overload.readings())
                .build();
    }
}
