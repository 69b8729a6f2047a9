package io.omnihub.route;

import io.omnihub.route.RouteParts.Kind;
import io.omnihub.route.RouteParts.Part;
import io.omnihub.route.RouteParts.Thing;
import io.omnihub.route.RouteParts.Word;
import io.omnihub.route.Steps.Endpoint;
import io.omnihub.route.Steps.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    RouteCheck(CamelContext camel) {
        this.camel = camel;
        this.catalog = new Catalog(camel);
    }

    /// @param files which are looked at
    /// @param whole all files as they would run together
    List<Finding> check(List<RouteFile> files, Collection<RouteFile> whole) {
        List<Finding> findings = new ArrayList<>();
        Map<Thing, RouteFile> given = new HashMap<>();
        whole.forEach(file -> file.parts().gives().forEach(thing -> given.put(thing, file)));
        ids(files, whole, findings);
        for (RouteFile file : files) {
            for (Part part : file.parts().parts()) {
                names(file, part, given, findings);
                banned(file, part, false, findings).look(Steps.of(part.node(), Map.of()));
                steps(part, given).ifPresent(steps -> look(file, part, steps, findings));
            }
        }
        order(files, whole, given, findings);
        takers(files, whole, given, findings);
        return findings;
    }

    /// @param filled whether the steps are those of a template, which stand elsewhere
    private static BannedSteps banned(RouteFile file, Part part, boolean filled, List<Finding> findings) {
        return new BannedSteps((line, problem) -> {
            Finding finding = new Finding(file.name(), filled ? part.line() : line, problem);
            if (!findings.contains(finding)) {
                findings.add(finding);
            }
        });
    }

    /// What leads to the buffer is judged over all routes; of others only what these files make wrong.
    private static void order(
            List<RouteFile> files, Collection<RouteFile> whole, Map<Thing, RouteFile> given, List<Finding> findings) {
        List<RouteFile> others =
                whole.stream().filter(file -> !files.contains(file)).toList();
        Set<String> before = inbound(others, given);
        Set<String> inbound = inbound(whole, given);
        order(files, given, inbound, findings);
        if (!before.equals(inbound)) {
            List<Finding> known = new ArrayList<>();
            order(others, given, before, known);
            List<Finding> now = new ArrayList<>();
            order(others, given, inbound, now);
            now.stream().filter(finding -> !known.contains(finding)).forEach(findings::add);
        }
    }

    private static void order(
            Collection<RouteFile> files, Map<Thing, RouteFile> given, Set<String> inbound, List<Finding> findings) {
        for (RouteFile file : files) {
            for (Part part : file.parts().parts()) {
                steps(part, given)
                        .ifPresent(steps -> banned(file, part, part.kind() == Kind.TEMPLATED, findings)
                                .order(steps, inbound));
            }
        }
    }

    /// The addresses from which routes lead to the buffer, and its own.
    private static Set<String> inbound(Collection<RouteFile> whole, Map<Thing, RouteFile> given) {
        List<Steps> routes = whole.stream()
                .flatMap(file -> file.parts().of(Kind.ROUTE, Kind.TEMPLATED).stream())
                .flatMap(part -> steps(part, given).stream())
                .toList();
        Set<String> inbound = new HashSet<>(Set.of("hub:inbound"));
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

    /// The steps as they run: of a templated route those of its template. Nothing of what only others fill in.
    private static Optional<Steps> steps(Part part, Map<Thing, RouteFile> given) {
        return switch (part.kind()) {
            case ROUTE, CONFIGURATION -> Optional.of(Steps.of(part.node(), Map.of()));
            case TEMPLATED ->
                template(part, given).map(template -> {
                    Map<String, String> values = new TreeMap<>(template.values());
                    values.putAll(part.values());
                    return Steps.of(Yaml.child(template.node(), "route").orElseGet(template::node), values);
                });
            case TEMPLATE -> Optional.empty();
        };
    }

    private static Optional<Part> template(Part part, Map<Thing, RouteFile> given) {
        Word name = part.template();
        if (name == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(given.get(new Thing(Kind.TEMPLATE, name.text())))
                .flatMap(file -> file.parts().of(Kind.TEMPLATE).stream()
                        .filter(template -> template.id().equals(name.text()))
                        .findFirst());
    }

    private void look(RouteFile file, Part part, Steps steps, List<Finding> findings) {
        boolean templated = part.kind() == Kind.TEMPLATED;
        if (templated) {
            banned(file, part, true, findings).look(steps);
        }
        for (Endpoint endpoint : steps.endpoints()) {
            catalog.missingSetting(endpoint.whole())
                    .or(() -> catalog.problem(endpoint))
                    .ifPresent(problem ->
                            findings.add(new Finding(file.name(), templated ? part.line() : endpoint.line(), problem)));
        }
        for (Entry word : steps.words()) {
            String bean = bean(word);
            if (bean != null && !catalog.hasBean(bean)) {
                findings.add(
                        new Finding(file.name(), templated ? part.line() : word.line(), "there is no bean " + bean));
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

    private void ids(List<RouteFile> files, Collection<RouteFile> whole, List<Finding> findings) {
        Map<String, String> ids = othersIds(whole, files);
        for (RouteFile file : files) {
            for (Part part : file.parts().parts()) {
                String key = key(part);
                String other = part.id().isEmpty() ? null : ids.put(key, file.name() + ":" + part.line());
                if (other != null) {
                    findings.add(new Finding(file.name(), part.line(), "there is a " + key + " already: " + other));
                }
            }
        }
    }

    private static String key(Part part) {
        return (part.kind() == Kind.TEMPLATED ? Kind.ROUTE : part.kind()).words + " " + part.id();
    }

    /// The ids of what else runs, with where it stands.
    private Map<String, String> othersIds(Collection<RouteFile> whole, List<RouteFile> files) {
        Map<String, String> ids = new HashMap<>();
        Set<String> written = new HashSet<>();
        for (RouteFile file : whole) {
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
    private static void names(RouteFile file, Part part, Map<Thing, RouteFile> given, List<Finding> findings) {
        missing(Kind.TEMPLATE, part.template(), given)
                .ifPresent(word -> findings.add(
                        new Finding(file.name(), word.line(), "there is no route template " + word.text())));
        missing(Kind.CONFIGURATION, part.configuration(), given)
                .ifPresent(word -> findings.add(
                        new Finding(file.name(), word.line(), "there is no route configuration " + word.text())));
    }

    private static Optional<Word> missing(Kind kind, @Nullable Word word, Map<Thing, RouteFile> given) {
        return Optional.ofNullable(word).filter(found -> !given.containsKey(new Thing(kind, found.text())));
    }

    /// What only one route may take.
    private static void takers(
            List<RouteFile> files, Collection<RouteFile> whole, Map<Thing, RouteFile> given, List<Finding> findings) {
        List<Taker> takers = new ArrayList<>();
        List<RouteFile> others =
                whole.stream().filter(file -> !files.contains(file)).toList();
        for (RouteFile file : others) {
            takers.addAll(takers(file, given));
        }
        for (RouteFile file : files) {
            for (Taker taker : takers(file, given)) {
                takers.stream()
                        .filter(taker::conflicts)
                        .findFirst()
                        .ifPresent(other -> findings.add(new Finding(
                                file.name(),
                                taker.line(),
                                taker.thing() + " is taken already: by the route " + other.route() + ", " + other.file()
                                        + ":" + other.line())));
                takers.add(taker);
            }
        }
    }

    private static List<Taker> takers(RouteFile file, Map<Thing, RouteFile> given) {
        List<Taker> takers = new ArrayList<>();
        for (Part part : file.parts().of(Kind.ROUTE, Kind.TEMPLATED)) {
            steps(part, given)
                    .flatMap(Steps::from)
                    .flatMap(from -> Taker.of(
                            file.name(), part.id(), part.kind() == Kind.ROUTE ? from.line() : part.line(), from))
                    .ifPresent(takers::add);
        }
        return takers;
    }

    /// @param parts of the thing; empty for all of it
    private record Taker(String file, String route, int line, String thing, Set<String> parts) {

        static Optional<Taker> of(String file, String route, int line, Endpoint from) {
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
                        default -> "";
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
