package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.impl.RegexpFunction;
import java.util.function.UnaryOperator;

/// A function that expressions may call.
record Fn(String name, int least, int most, java.util.function.Function<JsonNode[], JsonNode> body)
        implements Function {

    /// One of one argument, which is missing where that is.
    static Fn of(String name, UnaryOperator<JsonNode> body) {
        return new Fn(
                name, 1, 1, arguments -> Nodes.isMissing(arguments[0]) ? Nodes.missing() : body.apply(arguments[0]));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getMinArguments() {
        return least;
    }

    @Override
    public int getMaxArguments() {
        return most;
    }

    /// @throws BadArgumentException where it can't take an argument
    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        try {
            return body.apply(arguments);
        } catch (IllegalArgumentException e) {
            throw new BadArgumentException(
                    name + "(): " + e.getMessage(), arguments.length == 0 ? "" : arguments[0].toString());
        }
    }

    /// One whose second argument is a regular expression, which is checked when the mapping is compiled.
    record Regular(Fn fn) implements Function, RegexpFunction {

        @Override
        public int regexpArgumentNumber() {
            return 1;
        }

        @Override
        public String getName() {
            return fn.name;
        }

        @Override
        public int getMinArguments() {
            return fn.least;
        }

        @Override
        public int getMaxArguments() {
            return fn.most;
        }

        @Override
        public JsonNode call(JsonNode input, JsonNode[] arguments) {
            return fn.call(input, arguments);
        }
    }
}
