package io.omnihub.route;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Where unified JSON is not what was expected. When it was received is another time each time; the bytes as received
/// are the sample, and the sender's clock is compared only where it is told.
final class JsonDifference {

    private static final Set<String> IGNORED = Set.of("receivedAt", "raw");
    private static final String SENT = "sentAt";
    private static final int LONGEST = 80;

    private JsonDifference() {}

    /// As a sentence; empty where there is none.
    static String first(JsonNode expected, JsonNode actual) {
        return first("$", expected, actual);
    }

    private static String first(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>(expected.propertyNames());
            names.addAll(actual.propertyNames());
            for (String name : names) {
                if (IGNORED.contains(name) || (name.equals(SENT) && !expected.has(name))) {
                    continue;
                }
                String difference = first(path + "." + name, at(expected, name), at(actual, name));
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
            return "";
        }
        if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                String difference = first(path + "[" + i + "]", expected.path(i), actual.path(i));
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
            return "";
        }
        return expected.equals(actual) ? "" : path + " is " + show(actual) + ", and should be " + show(expected);
    }

    private static JsonNode at(JsonNode node, String name) {
        return node.has(name) ? node.get(name) : MissingNode.getInstance();
    }

    private static String show(JsonNode node) {
        String text = node.isMissingNode() ? "not there" : node.toString();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
