package io.omnihub.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules that fields of the model keep; each throws [InvalidMessageException] with the field's name.
final class Check {

    /// Longest external id or key in characters; the longest ids of real platforms are below 300.
    private static final int LONGEST_ID = 512;

    /// Longest text of a part in UTF-8 bytes; what is longer is a blob.
    static final int LONGEST_TEXT = 64 * 1024;

    private static final int MOST_PARTS = 100;
    private static final int MOST_TEXTS = 1_000;
    private static final int MOST_LABELS = 100;
    private static final int LONGEST_LABEL = 100;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private Check() {}

    static void slug(String field, String value) {
        if (!SLUG.matcher(value).matches()) {
            throw new InvalidMessageException(
                    field, "must be 1 to 64 small letters, digits, dots, dashes or underscores");
        }
    }

    static void id(String field, String value) {
        if (value.isBlank()) {
            throw new InvalidMessageException(field, "must not be empty");
        }
        optionalId(field, value);
    }

    static void optionalId(String field, String value) {
        if (value.length() > LONGEST_ID) {
            throw new InvalidMessageException(field, "must not be longer than " + LONGEST_ID + " characters");
        }
        unicode(field, value);
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new InvalidMessageException(field, "must not contain control characters");
            }
        }
    }

    static List<String> ids(String field, List<String> values, int most) {
        few(field, values.size(), most);
        values.forEach(value -> id(field, value));
        return List.copyOf(values);
    }

    static void text(String field, String value) {
        unicode(field, value);
        if (value.length() > LONGEST_TEXT / 4 && value.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            throw new InvalidMessageException(field, "must not be longer than " + LONGEST_TEXT + " bytes in UTF-8");
        }
    }

    /// A text that stands in a column of the database, which on PostgreSQL can't hold a NUL.
    static void name(String field, String value) {
        text(field, value);
        if (value.indexOf('\0') >= 0) {
            throw new InvalidMessageException(field, "must not contain the character NUL");
        }
    }

    /// A name without what turns the direction of text: with it `invoice` and `fdp.exe` are shown as `invoiceexe.pdf`.
    static String shown(String name) {
        int first = 0;
        while (first < name.length() && !turns(name.charAt(first))) {
            first++;
        }
        return first == name.length()
                ? name
                : name.chars()
                        .filter(c -> !turns((char) c))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /// Whether it is one of Unicode's characters Bidi_Control.
    private static boolean turns(char c) {
        return c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }

    static void someText(String field, String value) {
        if (value.isEmpty()) {
            throw new InvalidMessageException(field, "must not be empty");
        }
        text(field, value);
    }

    static void range(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InvalidMessageException(field, "must be between " + least + " and " + most);
        }
    }

    static void positive(String field, long value) {
        if (value < 1) {
            throw new InvalidMessageException(field, "must be at least 1");
        }
    }

    static void notNegative(String field, long value) {
        if (value < 0) {
            throw new InvalidMessageException(field, "must not be negative");
        }
    }

    /// Times are kept to the millisecond, the unit of both databases and of every client.
    static void time(String field, Instant value) {
        if (!value.equals(value.truncatedTo(ChronoUnit.MILLIS))) {
            throw new InvalidMessageException(field, "must be a time in whole milliseconds");
        }
        if (value.isBefore(Instant.EPOCH) || value.isAfter(LATEST)) {
            throw new InvalidMessageException(field, "must be a time between 1970 and 9999");
        }
    }

    static Map<String, String> texts(String field, Map<String, String> values) {
        few(field, values.size(), MOST_TEXTS);
        values.forEach((name, value) -> {
            id(field, name);
            text(field + "[" + name + "]", value);
        });
        return Map.copyOf(values);
    }

    /// Labels that a command adds or removes.
    static Set<String> labels(String field, Set<String> labels) {
        few(field, labels.size(), MOST_LABELS);
        for (String label : labels) {
            id(field, label);
            if (label.length() > LONGEST_LABEL) {
                throw new InvalidMessageException(
                        field, "must hold labels of at most " + LONGEST_LABEL + " characters");
            }
        }
        return Set.copyOf(labels);
    }

    /// The lines and buttons of a card.
    static <T> List<T> lines(String field, List<T> values) {
        few(field, values.size(), MOST_PARTS);
        return List.copyOf(values);
    }

    private static void few(String field, int count, int most) {
        if (count > most) {
            throw new InvalidMessageException(field, "must not hold more than " + most);
        }
    }

    static List<Content> parts(List<Content> parts) {
        if (parts.isEmpty()) {
            throw new InvalidMessageException("parts", "must hold at least one part");
        }
        if (parts.size() > MOST_PARTS) {
            throw new InvalidMessageException("parts", "must not hold more than " + MOST_PARTS + " parts");
        }
        return List.copyOf(parts);
    }

    private static void unicode(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidMessageException(field, "must be well-formed Unicode");
            }
        }
    }
}
