package io.omnihub.route;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// What stands in a route file, as far as it can be told without Camel.
record RouteParts(List<Part> parts) {

    RouteParts {
        parts = List.copyOf(parts);
    }

    List<Part> of(Kind... kinds) {
        return parts.stream()
                .filter(part -> Set.of(kinds).contains(part.kind()))
                .toList();
    }

    /// The ids of the routes that it makes.
    List<String> routes() {
        return of(Kind.ROUTE, Kind.TEMPLATED).stream().map(Part::id).toList();
    }

    /// What other files may name.
    Set<Thing> gives() {
        return of(Kind.TEMPLATE, Kind.CONFIGURATION).stream()
                .map(part -> new Thing(part.kind(), part.id()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What it names of this or other files.
    Set<Thing> names() {
        Set<Thing> names = new HashSet<>();
        for (Part part : parts) {
            Stream.of(thing(Kind.TEMPLATE, part.template()), thing(Kind.CONFIGURATION, part.configuration()))
                    .flatMap(Stream::ofNullable)
                    .forEach(names::add);
        }
        return names;
    }

    private static @Nullable Thing thing(Kind kind, @Nullable Word word) {
        return word == null ? null : new Thing(kind, word.text());
    }

    enum Kind {
        ROUTE("route"),
        TEMPLATE("route template"),
        TEMPLATED("templated route"),
        CONFIGURATION("route configuration"),
        MAPPING("mapping"),
        TABLE("table");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /// Something that a file gives and others name.
    record Thing(Kind kind, String id) {

        @Override
        public String toString() {
            return kind.words + " " + id;
        }
    }

    /// A word of the file, and where it stands.
    record Word(String text, int line) {}

    /// @param id            of the route, template or configuration
    /// @param template      that a templated route is made of
    /// @param configuration that a route names, or the route of a template
    /// @param values        of a templated route's parameters, or the defaults of a template's
    /// @param node          what stands under its key
    record Part(
            Kind kind,
            String id,
            int line,
            @Nullable Word template,
            @Nullable Word configuration,
            Map<String, String> values,
            Node node) {}
}
