package io.omnihub.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// All that stands in a route, in the order in which it is written, with the values of its template filled in.
///
/// @param words     each key of the file with what stands behind it, as far as that is a word
/// @param endpoints each place that names an endpoint
record Steps(List<Entry> words, List<Endpoint> endpoints) {

    /// Where an endpoint may be named by a word alone.
    private static final Set<String> PLACES = Set.of("from", "to", "toD", "wireTap", "poll");

    /// @param values of the template's parameters; what is not there is left as it is
    static Steps of(Node node, Map<String, String> values) {
        Steps steps = new Steps(new ArrayList<>(), new ArrayList<>());
        steps.walk("", node, values, false);
        return steps;
    }

    private void walk(String key, Node node, Map<String, String> values, boolean option) {
        switch (node) {
            case SequenceNode sequence ->
                sequence.getValue()
                        .forEach(item -> walk(item instanceof MappingNode ? key : key + "[]", item, values, option));
            case MappingNode mapping -> {
                if (!option) {
                    words.add(new Entry(key, "", Yaml.line(node), false));
                    endpoint(key, mapping, values).ifPresent(endpoints::add);
                }
                for (NodeTuple tuple : mapping.getValue()) {
                    String name = Yaml.camelCase(Yaml.text(tuple.getKeyNode()).orElse(""));
                    walk(name, tuple.getValueNode(), values, option || name.equals("parameters"));
                }
            }
            default -> {
                String text = fill(Yaml.text(node).orElse(""), values);
                words.add(new Entry(key, text, Yaml.line(node), option));
                if (!option && PLACES.contains(key)) {
                    endpoints.add(new Endpoint(key, text, Map.of(), Yaml.line(node)));
                }
            }
        }
    }

    private static Optional<Endpoint> endpoint(String place, MappingNode node, Map<String, String> values) {
        return Yaml.child(node, "uri").flatMap(Yaml::text).map(uri -> {
            Map<String, String> options = new LinkedHashMap<>();
            if (Yaml.child(node, "parameters").orElse(null) instanceof MappingNode parameters) {
                for (NodeTuple tuple : parameters.getValue()) {
                    options.put(
                            Yaml.text(tuple.getKeyNode()).orElse(""),
                            fill(Yaml.text(tuple.getValueNode()).orElse(""), values));
                }
            }
            return new Endpoint(place, fill(uri, values), options, Yaml.line(node));
        });
    }

    static String fill(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return filled;
    }

    Optional<Endpoint> from() {
        return endpoints.stream()
                .filter(endpoint -> endpoint.place().equals("from"))
                .findFirst();
    }

    /// @param option whether it is an endpoint's
    record Entry(String key, String text, int line, boolean option) {}

    /// @param place   the step that names it: `from`, `to` …
    /// @param options those that stand apart from the address
    record Endpoint(String place, String uri, Map<String, String> options, int line) {

        String scheme() {
            int colon = uri.indexOf(':');
            return colon < 0 ? uri : uri.substring(0, colon);
        }

        /// Without its options.
        String address() {
            int query = uri.indexOf('?');
            return (query < 0 ? uri : uri.substring(0, query)).replaceFirst("^([a-z0-9-]+):/+", "$1:/");
        }

        String option(String name) {
            String apart = options.get(name);
            if (apart != null) {
                return apart;
            }
            int query = uri.indexOf('?');
            for (String pair :
                    query < 0 ? new String[0] : uri.substring(query + 1).split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return pair.substring(name.length() + 1);
                }
            }
            return "";
        }

        String whole() {
            StringBuilder whole = new StringBuilder(uri);
            options.forEach((name, value) -> whole.append(whole.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(value));
            return whole.toString();
        }
    }
}
