package io.omnihub.wire;

import io.omnihub.message.InvalidMessageException;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/// Reads an id, which is a record of one field, from a plain string.
final class IdDeserializer<T> extends StdDeserializer<T> {

    private final Function<String, T> constructor;

    IdDeserializer(Class<T> type, Function<String, T> constructor) {
        super(type);
        this.constructor = constructor;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new BadValueException(parser, "must be a string");
        }
        try {
            return constructor.apply(parser.getString());
        } catch (InvalidMessageException e) {
            throw new BadValueException(parser, e.problem());
        }
    }
}
