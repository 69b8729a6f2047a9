package io.omnihub.route;

import io.omnihub.route.RouteParts.Kind;
import io.omnihub.watch.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What route files need of others and what they reach, told before anything of them runs.
public final class RouteReach {

    private final RouteSet set;

    private RouteReach(RouteSet set) {
        this.set = set;
    }

    /// @param files by their paths in the folder of routes, with their bytes; what can't be read is left out
    public static RouteReach of(Map<String, byte[]> files) {
        List<RouteFile> read = new ArrayList<>();
        files.forEach((name, bytes) -> {
            if (RouteFile.isMeant(name)) {
                try {
                    read.add(RouteFile.read(name, Seen.Whole.of(bytes, "")));
                } catch (RefusedException _) {
                    // Whoever loads it tells.
                }
            }
        });
        return new RouteReach(RouteSet.EMPTY.with(Set.of(), read));
    }

    /// Files with those that they can't be without.
    public Set<String> needed(Collection<String> files) {
        Set<String> needed = new TreeSet<>();
        foundation(files).forEach(file -> needed.add(file.name()));
        return needed;
    }

    private Set<RouteFile> foundation(Collection<String> files) {
        Set<RouteFile> found = new HashSet<>();
        files.stream().map(set::file).flatMap(Optional::stream).forEach(file -> found.addAll(set.foundation(file)));
        return found;
    }

    /// All addresses that routes of these files take from and send to, with the values of their templates and the
    /// addresses of all policies that they need.
    ///
    /// @return with placeholders of settings as they stand there; an empty one where only a message tells
    public List<String> addresses(Collection<String> files) {
        List<String> addresses = new ArrayList<>();
        for (RouteFile file : foundation(files)) {
            boolean own = files.contains(file.name());
            file.parts().parts().stream()
                    .filter(part -> own || part.kind() == Kind.CONFIGURATION)
                    .flatMap(part -> set.steps(part).stream())
                    .forEach(steps -> {
                        steps.endpoints().forEach(endpoint -> addresses.add(endpoint.whole()));
                        steps.ways().stream().filter(way -> !way.constant()).forEach(_ -> addresses.add(""));
                    });
        }
        return addresses;
    }
}
