package io.omnihub.route;

import io.omnihub.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// All that stands in a route, in the order in which it is written, with the values of its template filled in.
///
/// @param words     each key of the file with what stands behind it, as far as that is a word
/// @param endpoints each place that names an endpoint
/// @param ways      each step in which an expression names endpoints
record Steps(List<Entry> words, List<Endpoint> endpoints, List<Way> ways) {

    /// In these an expression says which endpoint is meant; in the last two it is one.
    private static final Set<String> DYNAMIC =
            Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");

    private static final Set<String> SINGLE = Set.of("enrich", "pollEnrich");

    private static final String CONSTANT = "constant";

    /// Keys behind which expressions stand. `expression` may hold another of them.
    private static final Set<String> EXPRESSIONS = Set.of(
            CONSTANT,
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "expression",
            "expressionType",
            "groovy",
            "header",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "language",
            "method",
            "mvel",
            "ognl",
            "python",
            "ref",
            "simple",
            "spel",
            "tokenize",
            "variable",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");

    /// Where an endpoint may be named by a word alone.
    private static final Set<String> PLACES = Set.of("from", "to", "toD", "wireTap", "poll");

    /// @param values of the template's parameters; what is not there is left as it is
    static Steps of(Node node, Map<String, String> values) {
        Steps steps = new Steps(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        steps.walk("", "", node, values, false);
        return steps;
    }

    private void walk(String step, String key, Node node, Map<String, String> values, boolean option) {
        switch (node) {
            case SequenceNode sequence ->
                sequence.getValue()
                        .forEach(item ->
                                walk(step, item instanceof MappingNode ? key : key + "[]", item, values, option));
            case MappingNode mapping -> {
                if (!option) {
                    words.add(new Entry(step, key, "", YamlText.line(node), false));
                    endpoint(key, mapping, values).ifPresent(endpoints::add);
                    if (DYNAMIC.contains(key)) {
                        way(key, mapping, values);
                    }
                }
                for (NodeTuple tuple : mapping.getValue()) {
                    String name =
                            Fields.camelCase(YamlText.text(tuple.getKeyNode()).orElse(""));
                    walk(key, name, tuple.getValueNode(), values, option || name.equals("parameters"));
                }
            }
            default -> {
                String text = fill(YamlText.text(node).orElse(""), values);
                words.add(new Entry(step, key, text, YamlText.line(node), option));
                if (!option && PLACES.contains(key)) {
                    endpoints.add(Endpoint.of(key, text, Map.of(), YamlText.line(node)));
                }
            }
        }
    }

    /// What a constant names is an endpoint as any other.
    private void way(String key, MappingNode node, Map<String, String> values) {
        List<Node> expressions = new ArrayList<>();
        boolean constant = expressions(node, expressions);
        ways.add(new Way(key, YamlText.line(node), constant && expressions.size() == 1));
        if (constant) {
            String delimiter = Stream.of("delimiter", "uriDelimiter")
                    .flatMap(name -> Fields.child(node, name).flatMap(YamlText::text).stream())
                    .findFirst()
                    .orElse(",");
            for (Node expression : expressions) {
                String text = fill(
                        YamlText.text(expression)
                                .or(() -> Fields.child(expression, "expression").flatMap(YamlText::text))
                                .orElse(""),
                        values);
                Stream.of(SINGLE.contains(key) ? new String[] {text} : text.split(Pattern.quote(delimiter), -1))
                        .map(String::strip)
                        .map(uri -> Endpoint.of(key, uri, Map.of(), YamlText.line(expression)))
                        .forEach(endpoints::add);
            }
        }
    }

    /// @return whether all of them are constants
    private static boolean expressions(Node node, List<Node> found) {
        boolean constant = true;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String name = Fields.camelCase(YamlText.text(tuple.getKeyNode()).orElse(""));
                if (name.equals("expression") && tuple.getValueNode() instanceof MappingNode) {
                    constant &= expressions(tuple.getValueNode(), found);
                } else if (EXPRESSIONS.contains(name)) {
                    constant &= name.equals(CONSTANT);
                    found.add(tuple.getValueNode());
                }
            }
        }
        return constant;
    }

    private static Optional<Endpoint> endpoint(String place, MappingNode node, Map<String, String> values) {
        return Fields.child(node, "uri").flatMap(YamlText::text).map(uri -> {
            Map<String, String> options = new LinkedHashMap<>();
            if (Fields.child(node, "parameters").orElse(null) instanceof MappingNode parameters) {
                for (NodeTuple tuple : parameters.getValue()) {
                    options.put(
                            YamlText.text(tuple.getKeyNode()).orElse(""),
                            fill(YamlText.text(tuple.getValueNode()).orElse(""), values));
                }
            }
            return Endpoint.of(place, fill(uri, values), options, YamlText.line(node));
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

    /// @param step   the key that it stands below
    /// @param option whether it is an endpoint's
    record Entry(String step, String key, String text, int line, boolean option) {}

    /// A step that sends, or fetches, where an expression says.
    ///
    /// @param constant whether it says the same each time
    record Way(String key, int line, boolean constant) {}

    /// @param place   the step that names it: `from`, `to` …
    /// @param options those that stand apart from the address
    record Endpoint(String place, String uri, Map<String, String> options, int line) {

        private static final Pattern MASTER = Pattern.compile("master:/*[^:/?]+:(?!master:)(.+)", Pattern.DOTALL);

        /// What only one node takes from is looked at as what it is. One within another is left, to be refused.
        static Endpoint of(String place, String uri, Map<String, String> options, int line) {
            Matcher master = MASTER.matcher(uri);
            return new Endpoint(place, master.matches() ? master.group(1) : uri, options, line);
        }

        String scheme() {
            int colon = uri.indexOf(':');
            return colon < 0 ? uri : uri.substring(0, colon);
        }

        /// Without its options.
        String address() {
            int query = uri.indexOf('?');
            return (query < 0 ? uri : uri.substring(0, query)).replaceFirst("^([a-z0-9-]+):/+", "$1:/");
        }

        /// The same however many slashes are written.
        String name() {
            return address().replaceFirst("^([a-zA-Z0-9.+-]+):/+", "$1:");
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
