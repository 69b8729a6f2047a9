package io.omnihub.channel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.DefaultPlatformHttpConsumer;

/// What only one route may take: a path, a channel's messages, a subscription. Where two do, each would get what is
/// meant for the other, and nobody would see it; so the second one does not start.
public final class Takers {

    private final List<Taker> takers = new ArrayList<>();
    private Set<String> leaving = Set.of();

    /// A route begins to take something.
    ///
    /// @param thing as a sentence names it: `the path /webhooks/shop`
    /// @param parts of the thing that this route takes, such as the methods of a path; empty for all
    /// @throws IllegalStateException where another one takes it; names both and where they are written
    public synchronized void take(String thing, Set<String> parts, Consumer consumer) {
        Taker taker = new Taker(thing, Set.copyOf(parts), consumer);
        for (Taker other : takers) {
            if (other.conflicts(taker) && !isLeaving(other)) {
                throw new IllegalStateException(place(consumer) + " can't take " + thing + ": "
                        + place(other.consumer()) + " takes it already");
            }
        }
        takers.add(taker);
    }

    /// These routes are about to be replaced: what they take, others may take beside them.
    public synchronized void leave(Set<String> routes) {
        leaving = Set.copyOf(routes);
    }

    /// It ends; another one may begin.
    public synchronized void release(Consumer consumer) {
        takers.removeIf(taker -> taker.consumer().equals(consumer));
    }

    private boolean isLeaving(Taker taker) {
        return route(taker.consumer())
                .filter(route -> leaving.contains(route.getRouteId()))
                .isPresent();
    }

    /// The route that a consumer begins; empty where the route was removed.
    public static Optional<Route> route(Consumer consumer) {
        return consumer.getEndpoint().getCamelContext().getRoutes().stream()
                .filter(route -> route.getConsumer().equals(consumer)
                        || (route.getConsumer() instanceof DefaultPlatformHttpConsumer http
                                && http.getPlatformHttpConsumer().equals(consumer)))
                .findFirst();
    }

    private static String place(Consumer consumer) {
        return route(consumer)
                .map(route -> "the route " + route.getRouteId() + " (" + file(route) + ")")
                .orElseGet(() -> "a route from " + consumer.getEndpoint());
    }

    private static String file(Route route) {
        if (route.getSourceResource() != null) {
            return route.getSourceResource().getLocation();
        }
        return Objects.requireNonNullElse(route.getSourceLocationShort(), "in Java");
    }

    private record Taker(String thing, Set<String> parts, Consumer consumer) {

        boolean conflicts(Taker other) {
            return !consumer.equals(other.consumer)
                    && thing.equals(other.thing)
                    && (parts.isEmpty() || other.parts.isEmpty() || !Collections.disjoint(parts, other.parts));
        }
    }
}
