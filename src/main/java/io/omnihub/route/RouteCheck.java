package io.omnihub.route;

import io.omnihub.route.RouteParts.Kind;
import io.omnihub.route.RouteParts.Part;
import io.omnihub.route.RouteParts.Thing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/// Finds what is wrong with files before Camel sees them.
final class RouteCheck {

    private final CamelContext camel;

    RouteCheck(CamelContext camel) {
        this.camel = camel;
    }

    /// @param files which are looked at
    /// @param whole all files as they would run together
    List<Finding> check(List<RouteFile> files, Collection<RouteFile> whole) {
        List<Finding> findings = new ArrayList<>();
        Set<Thing> given = new HashSet<>();
        whole.forEach(file -> given.addAll(file.parts().gives()));
        Map<String, String> ids = ids(whole, files);
        for (RouteFile file : files) {
            for (Part part : file.parts().parts()) {
                names(file, part, given, findings);
                String key = part.kind() == Kind.TEMPLATED ? Kind.ROUTE.words : part.kind().words;
                String other =
                        part.id().isEmpty() ? null : ids.put(key + " " + part.id(), file.name() + ":" + part.line());
                if (other != null) {
                    findings.add(new Finding(
                            file.name(), part.line(), "there is a " + key + " " + part.id() + " already: " + other));
                }
            }
        }
        return findings;
    }

    /// The ids of what else runs, with where it stands.
    private Map<String, String> ids(Collection<RouteFile> whole, List<RouteFile> files) {
        Map<String, String> ids = new HashMap<>();
        Set<String> written = new HashSet<>();
        for (RouteFile file : whole) {
            written.addAll(file.parts().routes());
            if (!files.contains(file)) {
                for (Part part : file.parts().parts()) {
                    String key = part.kind() == Kind.TEMPLATED ? Kind.ROUTE.words : part.kind().words;
                    ids.put(key + " " + part.id(), file.name() + ":" + part.line());
                }
            }
        }
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteDefinition route : model.getRouteDefinitions()) {
            if (route.getId() != null && route.getResource() == null && !written.contains(route.getId())) {
                ids.put(Kind.ROUTE.words + " " + route.getId(), "in Java");
            }
        }
        return ids;
    }

    /// What a part names must be there: Camel would pass over a configuration that is not.
    private static void names(RouteFile file, Part part, Set<Thing> given, List<Finding> findings) {
        if (part.template() != null
                && !given.contains(new Thing(Kind.TEMPLATE, part.template().text()))) {
            findings.add(new Finding(
                    file.name(),
                    part.template().line(),
                    "there is no route template " + part.template().text()));
        }
        if (part.configuration() != null
                && !given.contains(
                        new Thing(Kind.CONFIGURATION, part.configuration().text()))) {
            findings.add(new Finding(
                    file.name(),
                    part.configuration().line(),
                    "there is no route configuration " + part.configuration().text()));
        }
    }
}
