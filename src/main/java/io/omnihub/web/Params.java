package io.omnihub.web;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.SessionStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/// Reads parameters of a query.
public final class Params {

    /// The longest that somebody may ask to wait for what is not there yet, in seconds.
    public static final int LONGEST_WAIT = 30;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Params() {}

    public static void range(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidMessageException(field, "must be between " + least + " and " + most);
        }
    }

    public static Instant time(String field, Instant value) {
        if (value.isBefore(Instant.EPOCH) || value.isAfter(LATEST)) {
            throw new InvalidMessageException(field, "must be a time between 1970 and 9999");
        }
        return value;
    }

    public static <T> T id(String field, String value, Function<String, T> constructor) {
        try {
            return constructor.apply(value);
        } catch (InvalidMessageException e) {
            throw new InvalidMessageException(field, e.problem());
        }
    }

    public static SessionStatus status(String value) {
        return constant("status", value, SessionStatus.values());
    }

    /// One of an enum's constants by its name in small letters.
    public static <E extends Enum<E>> E constant(String field, String value, E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> name(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> new InvalidMessageException(field, "must be a value that this version knows"));
    }

    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
