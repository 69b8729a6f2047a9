package io.omnihub.route;

import io.omnihub.yaml.YamlText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/// Finds what stands in a node. Keys may be written with hyphens, as Camel allows.
final class Fields {

    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    private Fields() {}

    static Optional<Node> child(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (YamlText.text(tuple.getKeyNode())
                        .map(Fields::camelCase)
                        .filter(key::equals)
                        .isPresent()) {
                    return Optional.of(tuple.getValueNode());
                }
            }
        }
        return Optional.empty();
    }

    static String camelCase(String key) {
        return HYPHEN.matcher(key).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
