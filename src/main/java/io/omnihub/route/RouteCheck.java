package io.omnihub.route;

import io.omnihub.route.RouteParts.Kind;
import io.omnihub.route.RouteParts.Part;
import io.omnihub.route.RouteParts.Thing;
import io.omnihub.route.RouteParts.Word;
import io.omnihub.route.Steps.Endpoint;
import io.omnihub.route.Steps.Entry;
import io.omnihub.yaml.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong with files before Camel sees them.
final class RouteCheck {

    private static final String BEAN = "#bean:";
    private static final Set<String> BEAN_STEPS = Set.of("process", "bean");

    private final CamelContext camel;
    private final Catalog catalog;
    private final boolean tryPorts;

    /// @param tryPorts whether the ports on which routes listen must be free here and now
    RouteCheck(CamelContext camel, boolean tryPorts) {
        this.camel = camel;
        this.catalog = new Catalog(camel);
        this.tryPorts = tryPorts;
    }

    /// @param files which are looked at
    /// @param whole all files as they would run together
    List<Problem> check(Collection<RouteFile> files, RouteSet whole) {
        List<Problem> findings = new ArrayList<>();
        ids(files, whole, findings);
        for (RouteFile file : files) {
            if (file.mapping().isPresent()) {
                findings.addAll(whole.wrong(file));
            }
            for (Part part : file.parts().parts()) {
                names(file, part, whole, findings);
                banned(file, part, false, findings).look(Steps.of(part.node(), Map.of()));
                whole.steps(part).ifPresent(steps -> look(file, part, steps, whole, findings));
            }
        }
        order(files, whole, findings);
        takers(files, whole, findings);
        if (tryPorts) {
            ports(files, whole, findings);
        }
        return findings;
    }

    /// Those of routes that run are theirs, and so their successors'.
    private void ports(Collection<RouteFile> files, RouteSet whole, List<Problem> findings) {
        Set<String> ours = camel.getRoutes().stream()
                .flatMap(route -> ServerPort.of(route.getEndpoint().getEndpointUri()).stream())
                .map(ServerPort::toString)
                .collect(Collectors.toSet());
        for (RouteFile file : files) {
            for (Part part : file.parts().of(Kind.ROUTE, Kind.TEMPLATED)) {
                whole.steps(part)
                        .flatMap(Steps::from)
                        .ifPresent(from -> ServerPort.of(catalog.resolved(from.uri()))
                                .filter(port -> !ours.contains(port.toString()) && !port.isFree())
                                .ifPresent(port -> findings.add(new Problem(
                                        file.name(),
                                        part.kind() == Kind.ROUTE ? from.line() : part.line(),
                                        port + " is taken already: by another program, or by the hub itself"))));
            }
        }
    }

    /// @param filled whether the steps are those of a template, which stand elsewhere
    private static BannedSteps banned(RouteFile file, Part part, boolean filled, List<Problem> findings) {
        return new BannedSteps((line, problem) -> {
            Problem finding = new Problem(file.name(), filled ? part.line() : line, problem);
            if (!findings.contains(finding)) {
                findings.add(finding);
            }
        });
    }

    /// What leads to the buffer is judged over all routes; of others only what these files make wrong.
    private static void order(Collection<RouteFile> files, RouteSet whole, List<Problem> findings) {
        List<RouteFile> others = whole.others(files);
        Set<String> before = inbound(others, whole);
        Set<String> inbound = inbound(whole.files(), whole);
        order(files, whole, inbound, findings);
        if (!before.equals(inbound)) {
            List<Problem> known = new ArrayList<>();
            order(others, whole, before, known);
            List<Problem> now = new ArrayList<>();
            order(others, whole, inbound, now);
            now.stream().filter(finding -> !known.contains(finding)).forEach(findings::add);
        }
    }

    private static void order(
            Collection<RouteFile> files, RouteSet whole, Set<String> inbound, List<Problem> findings) {
        for (RouteFile file : files) {
            for (Part part : file.parts().parts()) {
                whole.steps(part)
                        .ifPresent(steps -> banned(file, part, part.kind() == Kind.TEMPLATED, findings)
                                .order(steps, inbound));
            }
        }
    }

    /// The addresses from which routes lead to the buffer, and its own.
    private static Set<String> inbound(Collection<RouteFile> files, RouteSet whole) {
        List<Steps> routes = files.stream()
                .flatMap(file -> file.parts().of(Kind.ROUTE, Kind.TEMPLATED).stream())
                .flatMap(part -> whole.steps(part).stream())
                .toList();
        Set<String> inbound = new HashSet<>(Set.of("hub:inbound", "hub:record"));
        boolean more = true;
        while (more) {
            more = false;
            for (Steps steps : routes) {
                boolean leads = steps.endpoints().stream()
                        .anyMatch(endpoint -> !endpoint.place().equals("from") && inbound.contains(endpoint.name()));
                if (leads && steps.from().isPresent()) {
                    more |= inbound.add(steps.from().get().name());
                }
            }
        }
        return inbound;
    }

    private void look(RouteFile file, Part part, Steps steps, RouteSet whole, List<Problem> findings) {
        boolean templated = part.kind() == Kind.TEMPLATED;
        if (templated) {
            banned(file, part, true, findings).look(steps);
        }
        for (Endpoint endpoint : steps.endpoints()) {
            catalog.missingSetting(endpoint.whole())
                    .or(() -> catalog.problem(endpoint))
                    .ifPresent(problem ->
                            findings.add(new Problem(file.name(), templated ? part.line() : endpoint.line(), problem)));
        }
        for (Endpoint endpoint : RouteSet.mappings(steps)) {
            String mapping = RouteSet.mapping(endpoint);
            if (!mapping.contains("{{") && !whole.has(new Thing(Kind.MAPPING, mapping))) {
                findings.add(new Problem(
                        file.name(),
                        templated ? part.line() : endpoint.line(),
                        "there is no mapping " + mapping + ": mappings/" + mapping + ".yaml"));
            }
        }
        for (Entry word : steps.words()) {
            String bean = bean(word);
            if (bean != null && !catalog.hasBean(bean)) {
                findings.add(
                        new Problem(file.name(), templated ? part.line() : word.line(), "there is no bean " + bean));
            }
        }
    }

    private static @Nullable String bean(Entry word) {
        if (word.text().contains("{{")) {
            return null;
        }
        if (word.text().startsWith(BEAN)) {
            return word.text().substring(BEAN.length());
        }
        return !word.option()
                        && word.key().equals("ref")
                        && BEAN_STEPS.contains(word.step())
                        && !word.text().startsWith("#")
                ? word.text()
                : null;
    }

    private void ids(Collection<RouteFile> files, RouteSet whole, List<Problem> findings) {
        Map<String, String> ids = othersIds(whole, files);
        for (RouteFile file : files) {
            for (Part part : file.parts().parts()) {
                String key = key(part);
                String other = part.id().isEmpty() ? null : ids.put(key, file.name() + ":" + part.line());
                if (other != null) {
                    findings.add(new Problem(file.name(), part.line(), "there is a " + key + " already: " + other));
                }
            }
        }
    }

    private static String key(Part part) {
        return (part.kind() == Kind.TEMPLATED ? Kind.ROUTE : part.kind()).words + " " + part.id();
    }

    /// The ids of what else runs, with where it stands.
    private Map<String, String> othersIds(RouteSet whole, Collection<RouteFile> files) {
        Map<String, String> ids = new HashMap<>();
        Set<String> written = new HashSet<>();
        for (RouteFile file : whole.files()) {
            written.addAll(file.parts().routes());
            if (!files.contains(file)) {
                file.parts().parts().forEach(part -> ids.put(key(part), file.name() + ":" + part.line()));
            }
        }
        Model model = Objects.requireNonNull(camel.getCamelContextExtension().getContextPlugin(Model.class));
        for (RouteDefinition route : model.getRouteDefinitions()) {
            if (route.getId() != null && route.getResource() == null && !written.contains(route.getId())) {
                ids.put(Kind.ROUTE.words + " " + route.getId(), "in Java");
            }
        }
        return ids;
    }

    /// What a part names must be there: Camel would pass over a configuration that is not.
    private static void names(RouteFile file, Part part, RouteSet whole, List<Problem> findings) {
        missing(Kind.TEMPLATE, part.template(), whole)
                .ifPresent(word -> findings.add(
                        new Problem(file.name(), word.line(), "there is no route template " + word.text())));
        missing(Kind.CONFIGURATION, part.configuration(), whole)
                .ifPresent(word -> findings.add(
                        new Problem(file.name(), word.line(), "there is no route configuration " + word.text())));
    }

    private static Optional<Word> missing(Kind kind, @Nullable Word word, RouteSet whole) {
        return Optional.ofNullable(word).filter(found -> !whole.has(new Thing(kind, found.text())));
    }

    /// What only one route may take.
    private void takers(Collection<RouteFile> files, RouteSet whole, List<Problem> findings) {
        List<Taker> takers = new ArrayList<>();
        for (RouteFile file : whole.others(files)) {
            takers.addAll(takers(file, whole));
        }
        for (RouteFile file : files) {
            for (Taker taker : takers(file, whole)) {
                takers.stream()
                        .filter(taker::conflicts)
                        .findFirst()
                        .ifPresent(other -> findings.add(new Problem(
                                file.name(),
                                taker.line(),
                                taker.thing() + " is taken already: by the route " + other.route() + ", " + other.file()
                                        + ":" + other.line())));
                takers.add(taker);
            }
        }
    }

    private List<Taker> takers(RouteFile file, RouteSet whole) {
        List<Taker> takers = new ArrayList<>();
        for (Part part : file.parts().of(Kind.ROUTE, Kind.TEMPLATED)) {
            whole.steps(part)
                    .flatMap(Steps::from)
                    .flatMap(from -> Taker.of(
                            file.name(),
                            part.id(),
                            part.kind() == Kind.ROUTE ? from.line() : part.line(),
                            from,
                            catalog))
                    .ifPresent(takers::add);
        }
        return takers;
    }

    /// @param parts of the thing; empty for all of it
    private record Taker(String file, String route, int line, String thing, Set<String> parts) {

        static Optional<Taker> of(String file, String route, int line, Endpoint from, Catalog catalog) {
            String thing = switch (from.name()) {
                case "hub:outbound" -> "hub:outbound of the channel " + from.option("channel");
                case "hub:events" -> "the subscription " + from.option("subscription");
                default ->
                    switch (from.scheme()) {
                        // The names of its placeholders make no other path.
                        case "platform-http" ->
                            "the path "
                                    + from.address()
                                            .substring("platform-http:".length())
                                            .replaceAll("\\{[^/]*}", "{}");
                        case "direct" -> from.name();
                        // Two would move it past what the other one has not taken.
                        case "cursor", "table" ->
                            "the cursor " + from.name().substring(from.scheme().length() + 1);
                        default ->
                            ServerPort.of(catalog.resolved(from.uri()))
                                    .map(ServerPort::toString)
                                    .orElse("");
                    };
            };
            String methods = from.option("httpMethodRestrict");
            return thing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Taker(
                            file, route, line, thing, methods.isEmpty() ? Set.of() : Set.of(methods.split(","))));
        }

        boolean conflicts(Taker other) {
            return thing.equals(other.thing)
                    && (parts.isEmpty()
                            || other.parts.isEmpty()
                            || parts.stream().anyMatch(other.parts::contains));
        }
    }
}
