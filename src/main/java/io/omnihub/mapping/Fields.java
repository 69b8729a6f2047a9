package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.channel.fields.LegalText;
import io.omnihub.message.InvalidMessageException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The declared values of one thing, by the names that the unified model gives them.
///
/// @param spot   of the thing
/// @param values by field
record Fields(Spot spot, Map<String, Value> values) {

    /// Of a map, or of one value for the field that a thing mostly consists of.
    ///
    /// @param main the field that a single value stands for; empty for none
    static Fields compile(Yaml yaml, Set<String> known, String main, Expressions expressions) {
        Map<String, Value> values = new LinkedHashMap<>();
        if (yaml.isMap()) {
            yaml.map(known).forEach((key, value) -> values.put(key, expressions.value(value)));
        } else if (main.isEmpty()) {
            yaml.wrong("must be a map with "
                    + String.join(", ", known.stream().sorted().toList()));
        } else {
            values.put(main, expressions.value(yaml));
        }
        return new Fields(yaml.spot(), values);
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    /// Without what can't be stored; empty where it is missing.
    String text(View view, String field) {
        Value value = values.get(field);
        return value == null ? "" : LegalText.of(value.text(view));
    }

    long whole(View view, String field) {
        Value value = values.get(field);
        return value == null ? 0 : value.whole(view);
    }

    int seconds(View view, String field) {
        Value value = values.get(field);
        return value == null || Nodes.isMissing(value.of(view)) ? 0 : (int) Math.round(value.decimal(view));
    }

    boolean isTrue(View view, String field) {
        Value value = values.get(field);
        return value != null && value.isTrue(view);
    }

    @Nullable
    Value value(String field) {
        return values.get(field);
    }

    /// Texts by name, those left out that are missing.
    Map<String, String> texts(View view, String field) {
        Value value = values.get(field);
        return value == null ? Map.of() : texts(value, view);
    }

    static Map<String, String> texts(Value value, View view) {
        JsonNode node = value.of(view);
        Map<String, String> texts = new LinkedHashMap<>();
        if (Nodes.isMissing(node)) {
            return texts;
        }
        if (!node.isObject()) {
            throw new BadValueException(value.spot(), "must be an object with texts", node.toString());
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonNode inner = entry.getValue();
            String text = inner.isContainerNode() ? inner.toString() : Nodes.text(inner);
            if (!text.isEmpty()) {
                texts.put(entry.getKey(), LegalText.of(text));
            }
        }
        return texts;
    }

    static Instant time(Value value, View view, Instant otherwise) {
        JsonNode node = value.of(view);
        try {
            return Nodes.isMissing(node) ? otherwise : Times.any(node);
        } catch (IllegalArgumentException e) {
            throw new BadValueException(value.spot(), Objects.toString(e.getMessage(), ""), node.toString());
        }
    }

    /// Makes a part of the model, whose rules the declared values may break.
    static <T> T make(Spot spot, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (InvalidMessageException e) {
            throw new BadValueException(spot.in(e.field()), e.problem(), "");
        }
    }
}
