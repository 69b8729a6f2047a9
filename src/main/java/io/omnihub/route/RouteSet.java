package io.omnihub.route;

import io.omnihub.mapping.InvalidMappingException;
import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import io.omnihub.route.RouteParts.Kind;
import io.omnihub.route.RouteParts.Part;
import io.omnihub.route.RouteParts.Thing;
import io.omnihub.route.RouteParts.Word;
import io.omnihub.route.Steps.Endpoint;
import io.omnihub.yaml.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All files as they run together, or would.
final class RouteSet {

    static final RouteSet EMPTY = new RouteSet();

    private static final String MAPPING = "mapping";

    private final Map<String, RouteFile> files;
    private final Map<Thing, RouteFile> given = new HashMap<>();

    /// Mappings by the hashes of what they are made of.
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

    private RouteSet() {
        files = Map.of();
    }

    private RouteSet(Map<String, RouteFile> files, RouteSet before) {
        this.files = files;
        files.values().forEach(file -> file.gives().forEach(thing -> given.put(thing, file)));
        for (RouteFile file : files.values()) {
            String key = key(file);
            Compiled known = before.compiled.get(key);
            if (known != null) {
                compiled.put(key, known);
            }
        }
    }

    /// These without some, and with others in the place of those of their names.
    RouteSet with(Collection<String> without, Collection<RouteFile> others) {
        Map<String, RouteFile> next = new TreeMap<>(files);
        next.keySet().removeAll(without);
        others.forEach(file -> next.put(file.name(), file));
        return new RouteSet(next, this);
    }

    Collection<RouteFile> files() {
        return files.values();
    }

    Optional<RouteFile> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /// All but these.
    List<RouteFile> others(Collection<RouteFile> these) {
        return files.values().stream().filter(file -> !these.contains(file)).toList();
    }

    boolean has(Thing thing) {
        return given.containsKey(thing);
    }

    /// What a file names of this or other files.
    Set<Thing> needs(RouteFile file) {
        Set<Thing> needs = new HashSet<>(file.names());
        for (Part part : file.parts().parts()) {
            steps(part)
                    .ifPresent(steps ->
                            mappings(steps).forEach(endpoint -> needs.add(new Thing(Kind.MAPPING, mapping(endpoint)))));
        }
        return needs;
    }

    /// The files without which one can't be, itself among them.
    Set<RouteFile> foundation(RouteFile file) {
        Set<RouteFile> found = new HashSet<>();
        found(file, found);
        return found;
    }

    private void found(RouteFile file, Set<RouteFile> found) {
        if (found.add(file)) {
            for (Thing thing : needs(file)) {
                Optional.ofNullable(given.get(thing)).ifPresent(giver -> found(giver, found));
            }
        }
    }

    static List<Endpoint> mappings(Steps steps) {
        return steps.endpoints().stream()
                .filter(endpoint -> endpoint.scheme().equals(MAPPING))
                .toList();
    }

    static String mapping(Endpoint endpoint) {
        return endpoint.name().substring(endpoint.name().indexOf(':') + 1);
    }

    /// The steps as they run: of a templated route those of its template. Nothing of what only others fill in.
    Optional<Steps> steps(Part part) {
        return switch (part.kind()) {
            case ROUTE, CONFIGURATION -> Optional.of(Steps.of(part.node(), Map.of()));
            case TEMPLATED ->
                template(part).map(template -> {
                    Map<String, String> values = new TreeMap<>(template.values());
                    values.putAll(part.values());
                    return Steps.of(Fields.child(template.node(), "route").orElseGet(template::node), values);
                });
            case TEMPLATE, MAPPING, TABLE -> Optional.empty();
        };
    }

    private Optional<Part> template(Part part) {
        @Nullable Word name = part.template();
        if (name == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(given.get(new Thing(Kind.TEMPLATE, name.text())))
                .flatMap(file -> file.parts().of(Kind.TEMPLATE).stream()
                        .filter(template -> template.id().equals(name.text()))
                        .findFirst());
    }

    /// What is wrong in a mapping's file.
    List<Problem> wrong(RouteFile mapping) {
        return compiled(mapping).findings();
    }

    /// All mappings that can be used, by name.
    Map<String, Mapping> mappings() {
        Map<String, Mapping> mappings = new HashMap<>();
        for (RouteFile file : files.values()) {
            file.mapping()
                    .ifPresent(name -> Optional.ofNullable(compiled(file).mapping())
                            .ifPresent(mapping -> mappings.put(name, mapping)));
        }
        return mappings;
    }

    private Compiled compiled(RouteFile file) {
        return compiled.computeIfAbsent(key(file), _ -> Compiled.of(file, this::table));
    }

    private Optional<byte[]> table(String name) {
        return Optional.ofNullable(given.get(new Thing(Kind.TABLE, name))).map(RouteFile::bytes);
    }

    private String key(RouteFile file) {
        return file.names().stream()
                .map(given::get)
                .map(table -> table == null ? "" : table.name() + table.hash())
                .sorted()
                .collect(Collectors.joining(" ", file.name() + " " + file.hash() + " ", ""));
    }

    private record Compiled(@Nullable Mapping mapping, List<Problem> findings) {

        static Compiled of(RouteFile file, Function<String, Optional<byte[]>> tables) {
            try {
                return new Compiled(Mappings.compile(file.name(), file.bytes(), tables), List.of());
            } catch (InvalidMappingException e) {
                return new Compiled(null, e.problems());
            }
        }
    }
}
