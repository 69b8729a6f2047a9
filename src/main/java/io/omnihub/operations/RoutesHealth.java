package io.omnihub.operations;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteError;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Tells which routes do not run. One that failed is an illness; one that an operator stopped or suspended is not, and
/// is named.
final class RoutesHealth implements HealthIndicator {

    private final CamelContext camel;

    RoutesHealth(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public Health health() {
        List<String> failed = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        for (Route route : camel.getRoutes()) {
            String id = route.getRouteId();
            ServiceStatus status = camel.getRouteController().getRouteStatus(id);
            if (status != null && (status.isStarted() || status.isStarting())) {
                continue;
            }
            RouteError error = route.getLastError();
            if (error != null && error.isUnhealthy()) {
                failed.add(id + ": " + error.getException().getClass().getSimpleName());
            } else {
                stopped.add(id);
            }
        }
        Health.Builder health = failed.isEmpty() ? Health.up() : Health.down().withDetail("failed", failed);
        return stopped.isEmpty()
                ? health.build()
                : health.withDetail("stopped", stopped).build();
    }
}
