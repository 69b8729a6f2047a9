package io.omnihub.route;

import io.omnihub.route.RouteParts.Kind;
import io.omnihub.route.RouteParts.Part;
import io.omnihub.route.RouteParts.Word;
import io.omnihub.watch.Seen;
import io.omnihub.yaml.Problem;
import io.omnihub.yaml.UnreadableYamlException;
import io.omnihub.yaml.YamlText;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads what stands in a route file, with the lines.
final class RouteReader {

    private static final Map<String, Kind> KINDS = Map.of(
            "route", Kind.ROUTE,
            "routeTemplate", Kind.TEMPLATE,
            "templatedRoute", Kind.TEMPLATED,
            "routeConfiguration", Kind.CONFIGURATION);

    private final String file;
    private final List<Problem> findings = new ArrayList<>();

    RouteReader(String file) {
        this.file = file;
    }

    RouteParts read(Seen.Whole whole) throws RefusedException {
        List<Part> parts = new ArrayList<>();
        if (root(whole) instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof MappingNode mapping && mapping.getValue().size() == 1) {
                    part(mapping).ifPresent(parts::add);
                } else {
                    find(item, "one of " + KINDS.keySet().stream().sorted().toList() + " is expected here");
                }
            }
        } else {
            findings.add(new Problem(file, 1, "a list is expected, such as one that begins with \"- route:\""));
        }
        if (!findings.isEmpty()) {
            throw new RefusedException(findings);
        }
        return new RouteParts(parts);
    }

    private Node root(Seen.Whole whole) throws RefusedException {
        try {
            return YamlText.read(file, whole.text());
        } catch (CharacterCodingException _) {
            throw new RefusedException(new Problem(file, 0, "it is not written in UTF-8"));
        } catch (UnreadableYamlException e) {
            throw new RefusedException(e.problem());
        }
    }

    private Optional<Part> part(MappingNode item) {
        String key = Fields.camelCase(
                YamlText.text(item.getValue().getFirst().getKeyNode()).orElse(""));
        Node node = item.getValue().getFirst().getValueNode();
        Kind kind = KINDS.get(key);
        if (kind == null) {
            find(
                    item,
                    "\"" + key + "\" is not one of "
                            + KINDS.keySet().stream().sorted().toList());
            return Optional.empty();
        }
        String id = Fields.child(node, kind == Kind.TEMPLATED ? "routeId" : "id")
                .flatMap(YamlText::text)
                .orElse("");
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            find(
                    item,
                    "a " + kind.words
                            + " needs an id of letters, digits, dots and hyphens, by which operators know it");
            return Optional.empty();
        }
        Node route = kind == Kind.TEMPLATE ? Fields.child(node, "route").orElse(node) : node;
        return Optional.of(new Part(
                kind,
                id,
                YamlText.line(item),
                word(Fields.child(node, "routeTemplateRef")),
                word(Fields.child(route, "routeConfigurationId")),
                values(node),
                node));
    }

    private static Map<String, String> values(Node node) {
        Map<String, String> values = new TreeMap<>();
        if (Fields.child(node, "parameters").orElse(null) instanceof SequenceNode parameters) {
            for (Node parameter : parameters.getValue()) {
                Optional<String> value = Fields.child(parameter, "value")
                        .or(() -> Fields.child(parameter, "defaultValue"))
                        .flatMap(YamlText::text);
                Fields.child(parameter, "name")
                        .flatMap(YamlText::text)
                        .ifPresent(name -> value.ifPresent(text -> values.put(name, text)));
            }
        }
        return values;
    }

    private static @Nullable Word word(Optional<Node> node) {
        return node.flatMap(found -> YamlText.text(found).map(text -> new Word(text, YamlText.line(found))))
                .orElse(null);
    }

    private void find(Node node, String problem) {
        findings.add(new Problem(file, YamlText.line(node), Objects.requireNonNull(problem)));
    }
}
