package io.omnihub.yaml;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads YAML, and refuses what makes more of a text than stands in it: aliases of more than a word, nesting without
/// end; and what could mean two things: a key that stands twice.
public final class YamlText {

    private static final int LARGEST = 1 << 20;

    /// A step within a step of a route is four levels.
    private static final int DEEPEST = 200;

    private static final String TOO_DEEP = "it is nested too deeply";

    private YamlText() {}

    /// @param file its name
    /// @return what stands in it
    /// @throws UnreadableYamlException where that can't be told
    public static Node read(String file, String text) throws UnreadableYamlException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LARGEST)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            Node root = new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new UnreadableYamlException(new Problem(file, 0, "it is empty")));
            look(file, root, 0);
            return root;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new UnreadableYamlException(new Problem(file, line, "it is no YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new UnreadableYamlException(new Problem(file, 0, "it is no YAML: " + e.getMessage()));
        } catch (StackOverflowError _) {
            throw new UnreadableYamlException(new Problem(file, 0, TOO_DEEP));
        }
    }

    private static void look(String file, Node node, int depth) throws UnreadableYamlException {
        if (depth > DEEPEST) {
            throw new UnreadableYamlException(new Problem(file, line(node), TOO_DEEP));
        }
        switch (node) {
            case SequenceNode sequence -> {
                for (Node item : sequence.getValue()) {
                    look(file, item, depth + 1);
                }
            }
            case MappingNode mapping -> {
                Set<String> keys = new HashSet<>();
                for (NodeTuple pair : mapping.getValue()) {
                    Optional<String> key = text(pair.getKeyNode());
                    if (key.isEmpty()) {
                        throw new UnreadableYamlException(
                                new Problem(file, line(pair.getKeyNode()), "a key must be a single word"));
                    }
                    if (!keys.add(key.get())) {
                        throw new UnreadableYamlException(
                                new Problem(file, line(pair.getKeyNode()), key.get() + " is there twice"));
                    }
                    look(file, pair.getValueNode(), depth + 1);
                }
            }
            default -> {}
        }
    }

    /// Where it begins, counted from 1.
    public static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /// Where it is a single value.
    public static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }
}
