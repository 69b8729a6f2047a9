package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/// What expressions give, as texts and numbers. It is nearly all that knows of Jackson 2, in which JSLT speaks.
final class Nodes {

    private static final int LONGEST_NUMBER = 100;

    private Nodes() {}

    /// Whether there is nothing: a missing value, null, or an empty text.
    static boolean isMissing(JsonNode node) {
        return node.isNull()
                || node.isMissingNode()
                || (node.isTextual() && node.textValue().isEmpty());
    }

    /// What JSLT takes for true: neither missing, false, 0, nor empty.
    static boolean isTrue(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isContainerNode()) {
            return !node.isEmpty();
        }
        return !isMissing(node) && !(node.isNumber() && node.doubleValue() == 0);
    }

    static JsonNode of(String text) {
        return TextNode.valueOf(text);
    }

    static JsonNode missing() {
        return NullNode.getInstance();
    }

    /// Its text, numbers in full; empty where it is missing.
    ///
    /// @throws IllegalArgumentException where it is a list or an object
    static String text(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isIntegralNumber()) {
            return node.asText();
        }
        if (node.isNumber()) {
            return decimal(node).toPlainString();
        }
        if (node.isContainerNode()) {
            throw new IllegalArgumentException("must be one value, not " + (node.isArray() ? "a list" : "an object"));
        }
        return node.isBoolean() ? node.asText() : "";
    }

    /// @throws IllegalArgumentException where it is none
    static BigDecimal decimal(JsonNode node) {
        if (node.isFloatingPointNumber() && !node.isBigDecimal()) {
            return finite(node.doubleValue());
        }
        if (node.isNumber()) {
            return bounded(node.decimalValue());
        }
        String text = text(node).strip();
        if (text.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException("must be a number");
        }
        try {
            return bounded(new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("must be a number");
        }
    }

    /// @throws IllegalArgumentException where it is none
    static long whole(JsonNode node) {
        try {
            return decimal(node).longValueExact();
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("must be a whole number of at most 64 bits");
        }
    }

    /// What it is, for who reads of an error without the value.
    static String kind(JsonNode node) {
        if (node.isTextual()) {
            return "a text of " + node.textValue().length() + " characters";
        }
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "missing";
        };
    }

    private static BigDecimal finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("must be a number");
        }
        return BigDecimal.valueOf(number);
    }

    /// 1e999999999 in full would be a gigabyte.
    private static BigDecimal bounded(BigDecimal number) {
        if (Math.abs((long) number.scale()) + number.precision() > 2L * LONGEST_NUMBER) {
            throw new IllegalArgumentException("must be a number of less digits");
        }
        return number;
    }
}
