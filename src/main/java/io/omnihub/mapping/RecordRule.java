package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.RecordJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// How a record of a business system is made: the values of the JSON that `hub:record` takes, by their names.
record RecordRule(Fields fields) {

    static final String KIND = "record";

    private static final List<String> NEEDED = List.of("type", "key");

    static RecordRule compile(Yaml yaml, Expressions expressions) {
        Fields fields = Fields.compile(yaml, RecordJson.KNOWN, "", expressions);
        for (String needed : NEEDED) {
            if (!fields.has(needed)) {
                yaml.wrong("must have " + needed);
            }
        }
        return new RecordRule(fields);
    }

    /// @param rest what of the input nothing asked for, which is kept with the record
    BusinessRecord of(View view, Map<String, String> rest) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        fields.values().forEach((name, value) -> {
            JsonNode node = value.of(view);
            if (!node.isNull() && !node.isMissingNode()) {
                tree.set(name, node);
            }
        });
        if (!rest.isEmpty()) {
            ObjectNode metadata = tree.get("metadata") instanceof ObjectNode own
                    ? own.deepCopy()
                    : JsonNodeFactory.instance.objectNode();
            rest.forEach((name, value) -> {
                if (!metadata.has(name)) {
                    metadata.put(name, value);
                }
            });
            tree.set("metadata", metadata);
        }
        try {
            return RecordJson.decode(tree.toString().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidMessageException e) {
            String value = tree.at(
                            "/" + e.field().replace("[", ".").replace("]", "").replace('.', '/'))
                    .asText("");
            throw new BadValueException(fields.spot().in(e.field()), e.problem(), value);
        }
    }
}
