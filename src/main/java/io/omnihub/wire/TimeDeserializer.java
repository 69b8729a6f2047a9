package io.omnihub.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Reads a time from ISO-8601; a number is refused, since it could be seconds or milliseconds.
final class TimeDeserializer extends StdDeserializer<Instant> {

    private static final long serialVersionUID = 1L;

    TimeDeserializer() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        try {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                Instant time = Instant.parse(parser.getText());
                // As far as milliseconds of a long can tell.
                var _ = time.toEpochMilli();
                return time;
            }
        } catch (DateTimeParseException | ArithmeticException _) {
            throw notATime(parser);
        }
        throw notATime(parser);
    }

    private static BadValueException notATime(JsonParser parser) {
        return new BadValueException(parser, "must be a time like 2026-01-31T08:00:00Z");
    }
}
