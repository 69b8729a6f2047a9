package io.omnihub.mapping.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// A single value that stands in samples.
///
/// @param path   the names of the objects that it is in, and its own
/// @param values those of the samples that have it
record SampleField(List<String> path, List<String> values) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int DEEPEST = 8;
    private static final int MOST = 500;

    /// The single values of records, in their order.
    static List<SampleField> of(List<JsonNode> records) {
        Map<List<String>, SampleField> fields = new LinkedHashMap<>();
        records.forEach(record -> collect(record, List.of(), fields));
        return List.copyOf(fields.values());
    }

    private static void collect(JsonNode node, List<String> path, Map<List<String>, SampleField> fields) {
        if (node.isObject() && path.size() < DEEPEST) {
            node.properties().forEach(entry -> collect(entry.getValue(), and(path, entry.getKey()), fields));
        } else if (node.isValueNode() && !node.isNull() && !path.isEmpty() && fields.size() < MOST) {
            fields.computeIfAbsent(path, _ -> new SampleField(path, new ArrayList<>()))
                    .values()
                    .add(node.asText());
        }
    }

    static List<String> and(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    /// As an expression: `.order."no."`.
    String expression() {
        return expression(path);
    }

    static String expression(List<String> path) {
        StringBuilder expression = new StringBuilder();
        for (String name : path) {
            expression.append('.').append(PLAIN.matcher(name).matches() ? name : JSON.writeValueAsString(name));
        }
        return expression.isEmpty() ? "." : expression.toString();
    }
}
