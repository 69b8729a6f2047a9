package io.omnihub.route;

import io.omnihub.mapping.Mappings;
import io.omnihub.route.RouteParts.Kind;
import io.omnihub.route.RouteParts.Thing;
import io.omnihub.watch.Seen;
import io.omnihub.yaml.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One version of a file in the folder of routes: of routes, of a mapping, or of a table beside a mapping.
///
/// @param name  its path in the folder of routes
/// @param hash  SHA-256 of its bytes
/// @param owner the account that it belongs to
/// @param parts what stands in it; nothing of a mapping or a table
/// @param gives what other files may name of it
/// @param names what it names of others, as far as that can be told by itself
@SuppressWarnings("ArrayRecordComponent")
record RouteFile(
        String name, byte[] bytes, String hash, String owner, RouteParts parts, Set<Thing> gives, Set<Thing> names) {

    private static final String ROUTES = ".camel.yaml";
    private static final String MAPPING = ".yaml";
    private static final String TABLE = ".csv";

    /// Where mappings lie, in the folder of routes.
    static final String MAPPINGS = "mappings/";

    /// Whether a file of that path in the folder is one of these.
    static boolean isMeant(String name) {
        return kind(name).isPresent();
    }

    /// The most bytes that it may have.
    static int largest(String name) {
        return name.endsWith(TABLE) ? Mappings.LARGEST_TABLE : 1 << 20;
    }

    static RouteFile read(String name, Seen.Whole whole) throws RefusedException {
        Kind kind = kind(name)
                .orElseThrow(() -> new RefusedException(new Problem(
                        name, 0, "it is no <name>.camel.yaml, mappings/<name>.yaml or mappings/<name>.csv")));
        String id = name.substring(name.indexOf('/') + 1);
        return switch (kind) {
            case MAPPING -> {
                String mapping = id.substring(0, id.length() - MAPPING.length());
                if (!Mappings.isName(mapping)) {
                    throw new RefusedException(new Problem(
                            name,
                            0,
                            "its name must be of small letters, digits, dots, dashes and underscores,"
                                    + " for routes to name it"));
                }
                Set<Thing> tables = Mappings.tables(name, whole.bytes()).stream()
                        .map(table -> new Thing(Kind.TABLE, table))
                        .collect(Collectors.toUnmodifiableSet());
                yield of(name, whole, new RouteParts(List.of()), new Thing(kind, mapping), tables);
            }
            case TABLE -> of(name, whole, new RouteParts(List.of()), new Thing(kind, id), Set.of());
            default -> {
                RouteParts parts = new RouteReader(name).read(whole);
                yield new RouteFile(
                        name, whole.bytes(), whole.hash(), whole.owner(), parts, parts.gives(), parts.names());
            }
        };
    }

    private static RouteFile of(String name, Seen.Whole whole, RouteParts parts, Thing gives, Set<Thing> names) {
        return new RouteFile(name, whole.bytes(), whole.hash(), whole.owner(), parts, Set.of(gives), names);
    }

    /// Of files with routes, that of a route stands for all.
    private static Optional<Kind> kind(String name) {
        if (name.startsWith(MAPPINGS) && name.indexOf('/', MAPPINGS.length()) < 0) {
            return name.endsWith(MAPPING)
                    ? Optional.of(Kind.MAPPING)
                    : name.endsWith(TABLE) ? Optional.of(Kind.TABLE) : Optional.empty();
        }
        return name.endsWith(ROUTES) && name.indexOf('/') < 0 ? Optional.of(Kind.ROUTE) : Optional.empty();
    }

    boolean isOfRoutes() {
        return name.endsWith(ROUTES) && name.indexOf('/') < 0;
    }

    /// The mapping that it is; empty where it is none.
    Optional<String> mapping() {
        return gives.stream()
                .filter(thing -> thing.kind() == Kind.MAPPING)
                .map(Thing::id)
                .findFirst();
    }
}
