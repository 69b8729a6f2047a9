package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the columns of a table are called.
///
/// @param declared their names where there is no heading; empty where there is
/// @param names    the names that headings are given, all of which must be there; those that are not in it keep their
/// own
record Columns(List<String> declared, Map<String, String> names) {

    private static final int MOST = 1_000;

    static Columns compile(@Nullable Yaml yaml) {
        List<String> declared = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        if (yaml != null && yaml.isMap()) {
            yaml.map().forEach((heading, name) -> once(names.values(), name, () -> names.put(heading, name.text())));
        } else if (yaml != null) {
            yaml.list().forEach(name -> once(declared, name, () -> declared.add(name.text())));
        }
        return new Columns(List.copyOf(declared), names);
    }

    private static void once(Collection<String> names, Yaml name, Runnable adding) {
        if (names.contains(name.text())) {
            name.wrong("stands there twice");
        } else {
            adding.run();
        }
    }

    /// @throws BadInputException where they are none that the mapping can use
    List<String> heads(Iterable<String> headings, long line) {
        List<String> heads = new ArrayList<>();
        for (String heading : headings) {
            String name = heading.strip();
            heads.add(names.getOrDefault(name, name));
        }
        if (heads.size() > MOST) {
            throw new BadInputException("has more than " + MOST + " columns", "line " + line);
        }
        if (new HashSet<>(heads).size() < heads.size()) {
            throw new BadInputException("has two columns of one heading", "line " + line);
        }
        names.forEach((heading, name) -> {
            if (!heads.contains(name)) {
                throw new BadInputException("has no column " + heading, "line " + line);
            }
        });
        return heads;
    }

    /// @param cells as many as there are heads
    static ObjectNode record(List<String> heads, List<String> cells, JsonNodeFactory nodes) {
        ObjectNode record = nodes.objectNode();
        for (int i = 0; i < heads.size(); i++) {
            if (!cells.get(i).isBlank() && !heads.get(i).isEmpty()) {
                record.put(heads.get(i), cells.get(i).strip());
            }
        }
        return record;
    }
}
