package io.omnihub.route;

import io.omnihub.route.RouteParts.Kind;
import io.omnihub.route.RouteParts.Part;
import io.omnihub.route.RouteParts.Word;
import io.omnihub.watch.Seen;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
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

    /// A step within a step is four levels.
    private static final int DEEPEST = 200;

    private static final String TOO_DEEP = "it is nested too deeply";

    private final String file;
    private final List<Finding> findings = new ArrayList<>();

    RouteReader(String file) {
        this.file = file;
    }

    RouteParts read(Seen.Whole whole) throws RefusedException {
        List<Part> parts = new ArrayList<>();
        Node root = root(whole);
        Optional<Node> deep = root == null ? Optional.empty() : tooDeep(root, 0);
        if (deep.isPresent()) {
            throw new RefusedException(new Finding(file, Yaml.line(deep.get()), TOO_DEEP));
        }
        if (root instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof MappingNode mapping && mapping.getValue().size() == 1) {
                    part(mapping).ifPresent(parts::add);
                } else {
                    find(item, "one of " + KINDS.keySet().stream().sorted().toList() + " is expected here");
                }
            }
        } else {
            findings.add(new Finding(file, 1, "a list is expected, such as one that begins with \"- route:\""));
        }
        if (!findings.isEmpty()) {
            throw new RefusedException(findings);
        }
        return new RouteParts(parts);
    }

    private @Nullable Node root(Seen.Whole whole) throws RefusedException {
        try {
            return new Compose(LoadSettings.builder()
                            .setLabel(file)
                            .setMaxAliasesForCollections(0)
                            .build())
                    .composeString(whole.text())
                    .orElse(null);
        } catch (CharacterCodingException _) {
            throw new RefusedException(new Finding(file, 0, "it is not written in UTF-8"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new RefusedException(new Finding(file, line, "it is no YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new RefusedException(new Finding(file, 0, "it is no YAML: " + e.getMessage()));
        } catch (StackOverflowError _) {
            throw new RefusedException(new Finding(file, 0, TOO_DEEP));
        }
    }

    /// Lists in lists and the like; what stands behind a word is walked through with as many calls.
    private static Optional<Node> tooDeep(Node node, int depth) {
        if (depth > DEEPEST) {
            return Optional.of(node);
        }
        Stream<Node> children = switch (node) {
            case SequenceNode sequence -> sequence.getValue().stream();
            case MappingNode mapping ->
                mapping.getValue().stream().flatMap(pair -> Stream.of(pair.getKeyNode(), pair.getValueNode()));
            default -> Stream.empty();
        };
        return children.flatMap(child -> tooDeep(child, depth + 1).stream()).findFirst();
    }

    private Optional<Part> part(MappingNode item) {
        String key = Yaml.camelCase(
                Yaml.text(item.getValue().getFirst().getKeyNode()).orElse(""));
        Node node = item.getValue().getFirst().getValueNode();
        Kind kind = KINDS.get(key);
        if (kind == null) {
            find(
                    item,
                    "\"" + key + "\" is not one of "
                            + KINDS.keySet().stream().sorted().toList());
            return Optional.empty();
        }
        String id = Yaml.child(node, kind == Kind.TEMPLATED ? "routeId" : "id")
                .flatMap(Yaml::text)
                .orElse("");
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            find(
                    item,
                    "a " + kind.words
                            + " needs an id of letters, digits, dots and hyphens, by which operators know it");
            return Optional.empty();
        }
        Node route = kind == Kind.TEMPLATE ? Yaml.child(node, "route").orElse(node) : node;
        return Optional.of(new Part(
                kind,
                id,
                Yaml.line(item),
                word(Yaml.child(node, "routeTemplateRef")),
                word(Yaml.child(route, "routeConfigurationId")),
                values(node),
                node));
    }

    private static Map<String, String> values(Node node) {
        Map<String, String> values = new TreeMap<>();
        if (Yaml.child(node, "parameters").orElse(null) instanceof SequenceNode parameters) {
            for (Node parameter : parameters.getValue()) {
                Optional<String> value = Yaml.child(parameter, "value")
                        .or(() -> Yaml.child(parameter, "defaultValue"))
                        .flatMap(Yaml::text);
                Yaml.child(parameter, "name")
                        .flatMap(Yaml::text)
                        .ifPresent(name -> value.ifPresent(text -> values.put(name, text)));
            }
        }
        return values;
    }

    private static @Nullable Word word(Optional<Node> node) {
        return node.flatMap(found -> Yaml.text(found).map(text -> new Word(text, Yaml.line(found))))
                .orElse(null);
    }

    private void find(Node node, String problem) {
        findings.add(new Finding(file, Yaml.line(node), Objects.requireNonNull(problem)));
    }
}
