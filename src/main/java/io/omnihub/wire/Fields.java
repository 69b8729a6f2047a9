package io.omnihub.wire;

import io.omnihub.message.InvalidMessageException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads fields so that whatever is wrong with one is told with its path.
final class Fields {

    private static final Pattern UNDERSCORE = Pattern.compile("_(.)");

    private Fields() {}

    /// What the reading throws is told from one level further out.
    static <T> T within(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidMessageException e) {
            throw e.within(field);
        }
    }

    /// The same for a field of a `oneof`, by the camel-case name of the field.
    static <T> T within(Enum<?> chosen, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidMessageException e) {
            throw e.within(camelCase(chosen.name()));
        }
    }

    /// An id of one field, whose own name says nothing to the sender.
    static <T> T id(String field, String value, Function<String, T> constructor) {
        try {
            return constructor.apply(value);
        } catch (InvalidMessageException e) {
            throw new InvalidMessageException(field, e.problem());
        }
    }

    static Instant time(String field, boolean present, long millis) {
        require(field, present);
        return Instant.ofEpochMilli(millis);
    }

    static void require(String field, boolean present) {
        if (!present) {
            throw missing(field);
        }
    }

    static InvalidMessageException missing(String field) {
        return new InvalidMessageException(field, "must be given");
    }

    static InvalidMessageException unknown(String field) {
        return new InvalidMessageException(field, "must be of a kind that this version knows");
    }

    private static String camelCase(String name) {
        return UNDERSCORE
                .matcher(name.toLowerCase(Locale.ROOT))
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
