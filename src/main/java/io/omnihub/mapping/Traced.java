package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// An object that remembers which of its fields were asked for.
// Jackson's copies are of whatever type the caller wants.
@SuppressWarnings("unchecked")
final class Traced extends ObjectNode {

    private static final long serialVersionUID = 1L;
    private static final int MOST = 100;
    private static final int LONGEST = 1_000;
    private static final int LONGEST_NAME = 200;

    private final transient Set<String> asked = new HashSet<>();

    private Traced(JsonNodeFactory factory) {
        super(factory);
    }

    /// Makes all objects of a tree such.
    static final class Factory extends JsonNodeFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public ObjectNode objectNode() {
            return new Traced(this);
        }
    }

    @Override
    public JsonNode get(String name) {
        asked.add(name);
        return super.get(name);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    /// The single values in a tree that nobody asked for, by their paths: `order.lines[2].colour`. There are 100 at
    /// most, and none that is long.
    static Map<String, String> rest(JsonNode tree) {
        Map<String, String> rest = new LinkedHashMap<>();
        collect(tree, "", rest);
        return rest;
    }

    private static void collect(JsonNode node, String path, Map<String, String> rest) {
        if (node instanceof Traced object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                JsonNode value = entry.getValue();
                String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                if (value.isContainerNode()) {
                    collect(value, name, rest);
                } else if (!object.asked.contains(entry.getKey())) {
                    put(name, value, rest);
                }
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size() && rest.size() < MOST; i++) {
                collect(node.get(i), path + "[" + i + "]", rest);
            }
        }
    }

    private static void put(String name, JsonNode value, Map<String, String> rest) {
        String text = Nodes.isMissing(value) ? "" : Nodes.text(value);
        if (!text.isEmpty() && text.length() <= LONGEST && name.length() <= LONGEST_NAME && rest.size() < MOST) {
            rest.put(name, text);
        }
    }
}
