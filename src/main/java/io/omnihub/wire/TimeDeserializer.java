package io.omnihub.wire;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/// Reads a time from ISO-8601; a number is refused, since it could be seconds or milliseconds.
final class TimeDeserializer extends StdDeserializer<Instant> {

    TimeDeserializer() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
        try {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                Instant time = Instant.parse(parser.getString());
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
