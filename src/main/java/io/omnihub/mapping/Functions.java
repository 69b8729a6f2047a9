package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The functions that all mappings have beside JSLT's own, or in their place: those are exact where JSLT computes in
/// binary fractions, leave out what is missing where it writes `null`, and end in time whatever text they are given.
final class Functions {

    private static final Cache<String, Pattern> PATTERNS =
            Caffeine.newBuilder().maximumSize(1_000).build();

    private Functions() {}

    static List<Function> all() {
        List<Function> all = new ArrayList<>(List.of(
                new Fn("concat", 1, 100, Functions::concat),
                new Fn("join", 2, 2, Functions::join),
                new Fn("list", 1, 1, arguments -> list(arguments[0])),
                new Fn("first", 1, 1, arguments -> first(arguments[0])),
                new Fn("number", 1, 2, Functions::number),
                Fn.of(
                        "string",
                        node -> node.isContainerNode() ? Nodes.of(node.toString()) : Nodes.of(Nodes.text(node))),
                Fn.of("time", node -> Nodes.of(Times.any(node).toString())),
                Fn.of("escape-html", node -> Nodes.of(escaped(Nodes.text(node))))));
        Stream.of(
                        new Fn("test", 2, 2, Functions::test),
                        new Fn("capture", 2, 2, Functions::capture),
                        new Fn("split", 2, 2, Functions::split),
                        new Fn("replace", 3, 3, Functions::replace))
                .map(Fn.Regular::new)
                .forEach(all::add);
        return all;
    }

    /// Whether JSLT or we have one of that name.
    static boolean isTaken(String name) {
        return BuiltinFunctions.functions.containsKey(name)
                || BuiltinFunctions.macros.containsKey(name)
                || all().stream().anyMatch(function -> function.getName().equals(name));
    }

    private static JsonNode concat(JsonNode[] arguments) {
        StringBuilder text = new StringBuilder();
        for (JsonNode argument : arguments) {
            text.append(Nodes.text(argument));
        }
        return text.isEmpty() ? Nodes.missing() : Nodes.of(text.toString());
    }

    private static JsonNode join(JsonNode[] arguments) {
        StringJoiner text = new StringJoiner(Nodes.text(arguments[1]));
        for (JsonNode item : list(arguments[0])) {
            String piece = Nodes.text(item);
            if (!piece.isEmpty()) {
                text.add(piece);
            }
        }
        return text.length() == 0 ? Nodes.missing() : Nodes.of(text.toString());
    }

    /// Formats such as XML can't tell a list of one from one.
    static JsonNode list(JsonNode node) {
        if (node.isArray()) {
            return node;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        return Nodes.isMissing(node) ? list : list.add(node);
    }

    private static JsonNode first(JsonNode node) {
        JsonNode list = list(node);
        return list.isEmpty() ? Nodes.missing() : list.get(0);
    }

    private static JsonNode number(JsonNode[] arguments) {
        try {
            return Nodes.isMissing(arguments[0]) ? otherwise(arguments) : of(Nodes.decimal(arguments[0]));
        } catch (IllegalArgumentException e) {
            if (arguments.length == 2) {
                return arguments[1];
            }
            throw e;
        }
    }

    private static JsonNode otherwise(JsonNode[] arguments) {
        return arguments.length == 2 ? arguments[1] : Nodes.missing();
    }

    /// Whole numbers stay whole, so that JSLT computes with them exactly; others keep all digits, as 88.00 does.
    static JsonNode of(BigDecimal number) {
        boolean whole = number.scale() <= 0 && number.toBigInteger().bitLength() < Long.SIZE;
        return whole ? LongNode.valueOf(number.longValueExact()) : DecimalNode.valueOf(number);
    }

    private static JsonNode test(JsonNode[] arguments) {
        return BooleanNode.valueOf(
                !Nodes.isMissing(arguments[0]) && matcher(arguments).find());
    }

    private static JsonNode capture(JsonNode[] arguments) {
        if (Nodes.isMissing(arguments[0])) {
            return Nodes.missing();
        }
        ObjectNode groups = JsonNodeFactory.instance.objectNode();
        Matcher matcher = matcher(arguments);
        if (matcher.find()) {
            matcher.namedGroups().forEach((name, number) -> groups.put(name, matcher.group(number)));
        }
        return groups;
    }

    private static JsonNode split(JsonNode[] arguments) {
        if (Nodes.isMissing(arguments[0])) {
            return Nodes.missing();
        }
        ArrayNode pieces = JsonNodeFactory.instance.arrayNode();
        PATTERNS.get(Nodes.text(arguments[1]), Pattern::compile)
                .splitAsStream(PatientText.of(Nodes.text(arguments[0])))
                .forEach(pieces::add);
        return pieces;
    }

    private static JsonNode replace(JsonNode[] arguments) {
        return Nodes.isMissing(arguments[0])
                ? Nodes.missing()
                : Nodes.of(matcher(arguments).replaceAll(Nodes.text(arguments[2])));
    }

    private static Matcher matcher(JsonNode[] arguments) {
        return PATTERNS.get(Nodes.text(arguments[1]), Pattern::compile)
                .matcher(PatientText.of(Nodes.text(arguments[0])));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
