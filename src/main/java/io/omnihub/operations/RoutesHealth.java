package io.omnihub.operations;

import io.omnihub.route.RouteFiles;
import io.omnihub.route.RouteStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteError;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Tells which routes do not run. One that failed is an illness, and so is a file of which nothing runs since it was
/// refused; a route that an operator stopped or suspended is not, nor a file whose version before goes on. All are
/// named.
final class RoutesHealth implements HealthIndicator {

    private final CamelContext camel;
    private final RouteFiles files;

    RoutesHealth(CamelContext camel, RouteFiles files) {
        this.camel = camel;
        this.files = files;
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
        List<String> refused = findings(RouteStatus.State.REFUSED);
        Health.Builder health = failed.isEmpty() && refused.isEmpty() ? Health.up() : Health.down();
        tell(health, "failed", failed);
        tell(health, "stopped", stopped);
        tell(health, "refused", refused);
        tell(health, "kept", findings(RouteStatus.State.KEPT));
        return health.build();
    }

    private List<String> findings(RouteStatus.State state) {
        return files.statuses().stream()
                .filter(status -> status.state() == state)
                .flatMap(status -> status.findings().stream())
                .map(Object::toString)
                .toList();
    }

    private static void tell(Health.Builder health, String what, List<String> names) {
        if (!names.isEmpty()) {
            health.withDetail(what, names);
        }
    }
}
