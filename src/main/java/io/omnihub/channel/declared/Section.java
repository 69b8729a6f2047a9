package io.omnihub.channel.declared;

import io.omnihub.yaml.UnreadableYamlException;
import io.omnihub.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A part of a YAML file, by name, which knows the line of all that it holds.
final class Section {

    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Node> fields;
    private final UnaryOperator<String> resolved;

    private Section(String file, String path, Node node, UnaryOperator<String> resolved) {
        this.file = file;
        this.path = path;
        this.line = YamlText.line(node);
        this.resolved = resolved;
        this.fields = fields(node);
    }

    /// @param resolved what a value stands for: puts in what its placeholders name
    static Section read(String file, String text, UnaryOperator<String> resolved) {
        try {
            return new Section(file, "", YamlText.read(file, text), resolved);
        } catch (UnreadableYamlException e) {
            throw new RefusedFileException(e.problem());
        }
    }

    /// @throws RefusedFileException where there is something else
    void allow(String... names) {
        Set<String> known = Set.of(names);
        fields.keySet().forEach(name -> {
            if (!known.contains(name)) {
                throw wrong(name, "is not known here; there are " + String.join(", ", names));
            }
        });
    }

    Set<String> names() {
        return fields.keySet();
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /// @return empty where it is missing
    Section section(String name) {
        Node node = fields.get(name);
        return node == null || isNull(node)
                ? new Section(file, path + name + ".", new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK), resolved)
                : new Section(file, path + name + ".", node, resolved);
    }

    Section required(String name) {
        if (!fields.containsKey(name)) {
            throw new RefusedFileException(file, line, path + name + " must be given");
        }
        return section(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(fields.get(name)).map(node -> scalar(node, path + name));
    }

    /// A value by what is made of it.
    <T> T value(String name, T missing, Function<String, T> made) {
        return text(name).map(text -> made(name, text, made)).orElse(missing);
    }

    /// Some values, or one alone.
    <T> List<T> values(String name, Function<String, T> made) {
        Node node = fields.get(name);
        List<T> values = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node each : list.getValue()) {
                String text = scalar(each, path + name);
                values.add(placed(YamlText.line(each), path + name, () -> made.apply(text)));
            }
        } else if (node != null) {
            values.add(made(name, scalar(node, path + name), made));
        }
        return values;
    }

    /// Does something with a part of it, and tells its line where that fails.
    <T> T placed(String name, Supplier<T> made) {
        return placed(lines.getOrDefault(name, line), path + name, made);
    }

    private <T> T made(String name, String text, Function<String, T> made) {
        return placed(name, () -> made.apply(text));
    }

    private <T> T placed(int at, String name, Supplier<T> made) {
        try {
            return made.get();
        } catch (RefusedFileException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RefusedFileException(file, at, name + " can't be so: " + reason(e));
        }
    }

    /// Of exceptions that are not ours the words may repeat the value, which may be a secret.
    private static String reason(RuntimeException e) {
        return e.getClass().getPackageName().startsWith("java.") && e.getClass() != IllegalArgumentException.class
                ? "it is no such value"
                : Objects.toString(e.getMessage(), "it is no such value");
    }

    private String scalar(Node node, String name) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(node, name, "must be a single value");
        }
        try {
            return resolved.apply(scalar.getValue());
        } catch (IllegalArgumentException _) {
            throw wrong(node, name, "names something in ${…} that no environment variable or setting gives");
        }
    }

    private Map<String, Node> fields(Node node) {
        if (!(node instanceof MappingNode map)) {
            throw wrong(node, path.isEmpty() ? "the file" : path.substring(0, path.length() - 1), "must be a mapping");
        }
        Map<String, Node> found = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            String name = YamlText.text(tuple.getKeyNode()).orElse("");
            lines.put(name, YamlText.line(tuple.getKeyNode()));
            if (name.isEmpty()) {
                throw wrong(tuple.getKeyNode(), path, "must have a name");
            }
            found.put(name, tuple.getValueNode());
        }
        return found;
    }

    private RefusedFileException wrong(String name, String problem) {
        return new RefusedFileException(file, lines.getOrDefault(name, line), path + name + " " + problem);
    }

    private RefusedFileException wrong(Node node, String name, String problem) {
        return new RefusedFileException(file, YamlText.line(node), name + " " + problem);
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
