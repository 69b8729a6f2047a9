package io.omnihub.wire;

import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/// Writes a time as [Instant#toString()] does. Most times that are written lie in one second, so its text is kept.
final class TimeSerializer extends StdSerializer<Instant> {

    private volatile Second last = Second.of(0);

    TimeSerializer() {
        super(Instant.class);
    }

    @Override
    public boolean isEmpty(SerializationContext context, Instant time) {
        return false;
    }

    @Override
    public void serialize(Instant time, JsonGenerator generator, SerializationContext context) {
        generator.writeString(text(time));
    }

    String text(Instant time) {
        int millis = time.getNano() / 1_000_000;
        if (millis * 1_000_000 != time.getNano() || millis == 0) {
            return time.toString();
        }
        Second second = last;
        if (second.number() != time.getEpochSecond()) {
            second = Second.of(time.getEpochSecond());
            last = second;
        }
        // Four digits, of which the first is not shown.
        return second.text() + "." + Integer.toString(1_000 + millis).substring(1) + "Z";
    }

    /// @param text without the fraction and what follows it
    private record Second(long number, String text) {

        static Second of(long number) {
            String text = Instant.ofEpochSecond(number).toString();
            return new Second(number, text.substring(0, text.length() - 1));
        }
    }
}
