package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/// A value that a mapping declares, compiled.
interface Value {

    /// What it is for what is being mapped.
    ///
    /// @return a null node where it is missing
    /// @throws BadValueException where it can't be had
    JsonNode of(View view);

    Spot spot();

    /// As a text; empty where it is missing.
    default String text(View view) {
        JsonNode node = of(view);
        try {
            return Nodes.text(node);
        } catch (IllegalArgumentException e) {
            throw bad(e, node);
        }
    }

    default long whole(View view) {
        JsonNode node = of(view);
        try {
            return Nodes.isMissing(node) ? 0 : Nodes.whole(node);
        } catch (IllegalArgumentException e) {
            throw bad(e, node);
        }
    }

    default double decimal(View view) {
        JsonNode node = of(view);
        try {
            return Nodes.decimal(node).doubleValue();
        } catch (IllegalArgumentException e) {
            throw bad(e, node);
        }
    }

    default boolean isTrue(View view) {
        return Nodes.isTrue(of(view));
    }

    private BadValueException bad(IllegalArgumentException e, JsonNode node) {
        return new BadValueException(spot(), Objects.toString(e.getMessage(), ""), node.toString());
    }
}
