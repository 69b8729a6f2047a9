package io.omnihub.mapping;

import io.omnihub.yaml.UnreadableYamlException;
import io.omnihub.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A place in a mapping's file with what stands there, which tells what is wrong with it.
final class Yaml {

    private final Node node;
    private final Spot spot;
    private final Problems problems;

    private Yaml(Node node, Spot spot, Problems problems) {
        this.node = node;
        this.spot = spot;
        this.problems = problems;
    }

    /// @throws InvalidMappingException where it is no YAML
    static Yaml read(String text, Problems problems) {
        try {
            return new Yaml(YamlText.read(problems.file(), text), new Spot(1, ""), problems);
        } catch (UnreadableYamlException e) {
            throw problems.fatal(new Spot(e.problem().line(), ""), e.problem().reason());
        }
    }

    Spot spot() {
        return spot;
    }

    Problems problems() {
        return problems;
    }

    void wrong(String reason) {
        problems.add(spot, reason);
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /// Whether it is a text in quotation marks, and not an expression.
    boolean isQuoted() {
        return node instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                        || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED);
    }

    /// Its text; empty, and told as wrong, where it is a map or a list.
    String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        wrong("must be one value, not a " + (isMap() ? "map" : "list"));
        return "";
    }

    /// What is named in it, in order; nothing, and told as wrong, where it is no map.
    Map<String, Yaml> map() {
        Map<String, Yaml> map = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            wrong("must be a map of keys and values");
            return map;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = YamlText.text(tuple.getKeyNode()).orElse("");
            Yaml value = at(
                    tuple.getValueNode(), tuple.getKeyNode(), spot.field().isEmpty() ? key : spot.field() + "." + key);
            map.put(key, value);
        }
        return map;
    }

    /// The same, of which only some keys are known.
    Map<String, Yaml> map(Set<String> known) {
        Map<String, Yaml> map = map();
        map.forEach((key, value) -> {
            if (!known.contains(key)) {
                value.wrong(
                        "is unknown here; there are " + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        });
        return map;
    }

    /// Its items; itself alone where it is no list.
    List<Yaml> list() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<Yaml> list = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            list.add(at(item, item, spot.field() + "[" + list.size() + "]"));
        }
        return list;
    }

    /// A whole number within bounds; the default, and told as wrong, where it is none.
    static long whole(@Nullable Yaml yaml, long least, long most, long otherwise) {
        if (yaml == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(yaml.text().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        yaml.wrong("must be a whole number from " + least + " to " + most);
        return otherwise;
    }

    /// One of some words.
    ///
    /// @param words the first of which is the default
    static String choice(@Nullable Yaml yaml, String... words) {
        if (yaml == null) {
            return words[0];
        }
        String word = yaml.text();
        if (List.of(words).contains(word)) {
            return word;
        }
        yaml.wrong("must be " + String.join(" or ", words));
        return words[0];
    }

    /// Its text; the default where it is not there.
    static String text(@Nullable Yaml yaml, String otherwise) {
        return yaml == null ? otherwise : yaml.text();
    }

    private Yaml at(Node value, Node marked, String field) {
        return new Yaml(value, new Spot(YamlText.line(marked), field), problems);
    }
}
