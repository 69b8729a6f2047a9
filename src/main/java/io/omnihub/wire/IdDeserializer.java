package io.omnihub.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.omnihub.message.InvalidMessageException;
import java.io.IOException;
import java.util.function.Function;

/// Reads an id, which is a record of one field, from a plain string.
final class IdDeserializer<T> extends StdDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> constructor;

    IdDeserializer(Class<T> type, Function<String, T> constructor) {
        super(type);
        this.constructor = constructor;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new BadValueException(parser, "must be a string");
        }
        try {
            return constructor.apply(parser.getText());
        } catch (InvalidMessageException e) {
            throw new BadValueException(parser, e.problem());
        }
    }
}
