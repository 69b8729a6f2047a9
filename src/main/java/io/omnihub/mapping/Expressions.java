package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.parser.JsltParserConstants;
import com.schibsted.spt.data.jslt.parser.JsltParserTokenManager;
import com.schibsted.spt.data.jslt.parser.SimpleCharStream;
import com.schibsted.spt.data.jslt.parser.Token;
import com.schibsted.spt.data.jslt.parser.TokenMgrError;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compiles the values of a mapping's file: a text in quotation marks is a text, in which `${…}` holds an expression;
/// what has none is an expression of JSLT; maps and lists hold values.
///
/// An expression gives the same for the same input, reads nothing else, and ends: it can't define functions, import
/// anything, or ask for the time or for chance.
///
/// @param functions what expressions may call beside JSLT's own
/// @param variables what they may name with a `$`
record Expressions(Collection<Function> functions, Set<String> variables) {

    private static final int LONGEST = 4096;
    private static final int DEEPEST = 100;
    private static final Set<String> BY_CHANCE = Set.of("now", "random", "uuid");
    private static final Pattern PLACE = Pattern.compile(" at line (\\d+), column (\\d+)\\.?");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_ -]*");

    Expressions knowing(Set<String> more) {
        Set<String> all = new HashSet<>(variables);
        all.addAll(more);
        return new Expressions(functions, all);
    }

    /// What can't be compiled is told as wrong, and is missing in the result.
    Value value(Yaml yaml) {
        if (yaml.isMap()) {
            Map<String, Value> values = new LinkedHashMap<>();
            yaml.map().forEach((key, value) -> values.put(key, value(value)));
            return new MapValue(yaml.spot(), values);
        }
        if (yaml.isList()) {
            return new ListValue(
                    yaml.spot(), yaml.list().stream().map(this::value).toList());
        }
        return yaml.isQuoted() ? template(yaml, yaml.text()) : expression(yaml, yaml.text());
    }

    private Value template(Yaml yaml, String text) {
        List<Object> pieces = new ArrayList<>();
        int at = 0;
        for (int begin = text.indexOf("${"); begin >= 0; begin = text.indexOf("${", at)) {
            int end = end(text, begin + 2);
            if (end < 0) {
                yaml.wrong("has a ${ that is not closed");
                break;
            }
            pieces.add(text.substring(at, begin));
            pieces.add(expression(yaml, text.substring(begin + 2, end)));
            at = end + 1;
        }
        pieces.add(text.substring(at));
        if (pieces.size() == 3 && pieces.get(0).equals("") && pieces.get(2).equals("")) {
            return (Value) pieces.get(1);
        }
        return pieces.size() == 1
                ? new Constant(yaml.spot(), Nodes.of(text))
                : new Template(yaml.spot(), List.copyOf(pieces));
    }

    /// Where the expression that begins there is closed, passing over its own texts and braces; -1 where it is not.
    private static int end(String text, int begin) {
        int depth = 1;
        boolean quoted = false;
        for (int i = begin; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '{') {
                depth++;
            } else if (!quoted && c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private Value expression(Yaml yaml, String source) {
        String problem = problem(source);
        if (problem.isEmpty()) {
            try {
                Expression compiled = new Parser(new StringReader(source))
                        .withFunctions(functions)
                        .withResourceResolver(_ -> {
                            throw new JsltException("nothing can be imported");
                        })
                        .compile();
                return new Jslt(yaml.spot(), compiled, used(source));
            } catch (JsltException e) {
                problem = told(source, e);
            } catch (StackOverflowError _) {
                problem = "is nested too deeply";
            } catch (RuntimeException e) {
                problem = "is no expression: " + e.getMessage();
            }
        }
        yaml.wrong(problem);
        return new Constant(yaml.spot(), Nodes.missing());
    }

    /// JSLT's parser tells all tokens that it would have taken, line by line.
    private static String told(String source, JsltException e) {
        String message = Objects.toString(e.getMessageWithoutLocation(), "")
                .replaceFirst("(?s)\\s*Was expecting.*", "")
                .replaceFirst("Parse error: ", "");
        Matcher parsed = PLACE.matcher(message);
        String place =
                parsed.find() ? place(parsed.group(1), parsed.group(2)) : place("1", String.valueOf(e.getColumn()));
        boolean word = WORD.matcher(source).matches();
        return "is no expression: " + parsed.replaceFirst("").strip() + place
                + (word ? "; a text stands in quotation marks: \"" + source.strip() + "\"" : "");
    }

    private static String place(String line, String column) {
        if (column.equals("-1")) {
            return "";
        }
        return (line.equals("1") ? " at column " : " at its line " + line + ", column ") + column;
    }

    private String problem(String source) {
        if (source.isBlank()) {
            return "must be given";
        }
        if (source.length() > LONGEST) {
            return "must not be longer than " + LONGEST + " characters";
        }
        Set<String> own = new HashSet<>();
        Token before = new Token();
        before.image = "";
        int depth = 0;
        try {
            for (Token token : tokens(source)) {
                switch (token.kind) {
                    case JsltParserConstants.DEF, JsltParserConstants.IMPORT -> {
                        return "can't hold " + token.image + ": an expression defines and imports nothing";
                    }
                    case JsltParserConstants.LPAREN, JsltParserConstants.LBRACKET, JsltParserConstants.LCURLY -> {
                        if (++depth > DEEPEST) {
                            return "is nested too deeply";
                        }
                        if (BY_CHANCE.contains(before.image)) {
                            return "can't call " + before.image
                                    + "(): the same input must always give the same; $received is when it came";
                        }
                    }
                    case JsltParserConstants.RPAREN, JsltParserConstants.RBRACKET, JsltParserConstants.RCURLY ->
                        depth--;
                    case JsltParserConstants.IDENT -> {
                        if (before.kind == JsltParserConstants.LET) {
                            own.add(token.image);
                        }
                    }
                    case JsltParserConstants.VARIABLE -> {
                        String name = token.image.substring(1);
                        if (!own.contains(name) && !variables.contains(name)) {
                            return "names an unknown variable: " + token.image + "; there are "
                                    + String.join(
                                            ", ",
                                            variables.stream()
                                                    .map(known -> "$" + known)
                                                    .sorted()
                                                    .toList());
                        }
                    }
                    default -> {}
                }
                before = token;
            }
            return "";
        } catch (TokenMgrError e) {
            return "is no expression: " + e.getMessage();
        }
    }

    /// The variables that it names and does not declare itself.
    private Set<String> used(String source) {
        return tokens(source).stream()
                .filter(token -> token.kind == JsltParserConstants.VARIABLE)
                .map(token -> token.image.substring(1))
                .filter(variables::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Token> tokens(String source) {
        JsltParserTokenManager manager = new JsltParserTokenManager(new SimpleCharStream(new StringReader(source)));
        List<Token> tokens = new ArrayList<>();
        for (Token token = manager.getNextToken();
                token.kind != JsltParserConstants.EOF;
                token = manager.getNextToken()) {
            tokens.add(token);
        }
        return tokens;
    }

    private record Constant(Spot spot, JsonNode node) implements Value {
        @Override
        public JsonNode of(View view) {
            return node;
        }
    }

    private record Jslt(Spot spot, Expression expression, Set<String> variables) implements Value {
        @Override
        public JsonNode of(View view) {
            try {
                return variables.isEmpty()
                        ? expression.apply(view.here())
                        : expression.apply(view.variables().only(variables), view.here());
            } catch (BadValueException e) {
                throw e;
            } catch (BadArgumentException e) {
                throw new BadValueException(spot, e.reason(), e.value());
            } catch (JsltException e) {
                // Its text repeats values.
                throw new BadValueException(
                        spot, "can't be worked out", Objects.toString(e.getMessageWithoutLocation(), ""));
            } catch (StackOverflowError _) {
                throw new BadValueException(spot, "is nested too deeply in the input", "");
            } catch (RuntimeException e) {
                throw new BadValueException(spot, "can't be worked out", Objects.toString(e.getMessage(), ""));
            }
        }
    }

    /// A text with expressions in it; missing where all of them are.
    private record Template(Spot spot, List<Object> pieces) implements Value {
        @Override
        public JsonNode of(View view) {
            StringBuilder text = new StringBuilder();
            boolean any = false;
            for (Object piece : pieces) {
                String more = piece instanceof Value value ? value.text(view) : (String) piece;
                any |= piece instanceof Value && !more.isEmpty();
                text.append(more);
            }
            return any ? Nodes.of(text.toString().strip()) : Nodes.missing();
        }
    }

    /// An object; what is missing is left out.
    private record MapValue(Spot spot, Map<String, Value> values) implements Value {
        @Override
        public JsonNode of(View view) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            values.forEach((key, value) -> {
                JsonNode node = value.of(view);
                if (!node.isNull() && !node.isMissingNode() && !(node.isObject() && node.isEmpty())) {
                    object.set(key, node);
                }
            });
            return object;
        }
    }

    /// A list; what is missing is left out.
    private record ListValue(Spot spot, List<Value> values) implements Value {
        @Override
        public JsonNode of(View view) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Value value : values) {
                JsonNode node = value.of(view);
                if (!node.isNull() && !node.isMissingNode()) {
                    array.add(node);
                }
            }
            return array;
        }
    }
}
