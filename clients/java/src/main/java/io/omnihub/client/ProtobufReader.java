package io.omnihub.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/// Reads Protobuf as what its JSON would be. What the table does not know is passed over.
final class ProtobufReader {

    static final int VARINT = 0;
    static final int EIGHT_BYTES = 1;
    static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final byte[] bytes;
    private int at;
    private int end;

    private ProtobufReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /// @throws IllegalArgumentException where it is no Protobuf; says at which byte
    static Map<String, @Nullable Object> read(Shape shape, byte[] bytes) {
        return new ProtobufReader(bytes).message(shape);
    }

    private Map<String, @Nullable Object> message(Shape shape) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        Shape.Field chosen = null;
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        int later = 0;
        while (at < end) {
            long tag = varint();
            int number = (int) (tag >>> 3);
            Shape.Field field = shape.at(number);
            if (field == null || wire(field.kind) != (tag & 7)) {
                skip((int) (tag & 7));
                later = later == 0 ? number : Math.min(later, number);
            } else if (field.isAlternative) {
                chosen = field;
                choice = choice(field, within(field.shape()));
            } else {
                put(found, field);
            }
        }
        for (Shape.Field field : shape.fields) {
            Object absent = field.absent();
            if (absent != null && !found.containsKey(field.name)) {
                found.put(field.name, absent);
            }
        }
        if (shape.isChoice()) {
            choose(shape, found, chosen == null ? later(shape, later) : choice, chosen);
        }
        return found;
    }

    private static Map<String, @Nullable Object> choice(Shape.Field field, Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        choice.put("type", field.name);
        if (field.isBoxed) {
            choice.put(field.name, body);
        } else {
            choice.putAll(body);
        }
        return choice;
    }

    /// One of several that a later hub has.
    private static Map<String, @Nullable Object> later(Shape shape, int number) {
        Map<String, @Nullable Object> later = new LinkedHashMap<>();
        if (!shape.later.isEmpty()) {
            String what = shape.under.isEmpty() ? shape.name().toLowerCase(Locale.ROOT) : shape.under;
            later.put("type", shape.later);
            later.put(shape.laterName, what + "-" + number);
        }
        return later;
    }

    private static void choose(
            Shape shape,
            Map<String, @Nullable Object> found,
            Map<String, @Nullable Object> choice,
            Shape.@Nullable Field chosen) {
        if (shape.under.isEmpty()) {
            found.putAll(choice);
            return;
        }
        found.put(shape.under, choice);
        String kind = chosen == null ? shape.later : chosen.entryKind;
        boolean note = kind.equals("message.created") && "agents".equals(found.get("visibility"));
        found.put("kind", note ? note(choice) : kind.endsWith(".") ? kind + choice.get("cause") : kind);
    }

    /// What an agent has pressed stands among the notes.
    private static String note(Map<String, @Nullable Object> message) {
        Object said = message.get("parts");
        List<@Nullable Object> parts = said == null ? new ArrayList<>() : list(said);
        boolean click = !parts.isEmpty()
                && "card-click".equals(Json.object(parts.get(0)).get("event"));
        return click ? "record.clicked" : "note.created";
    }

    private void put(Map<String, @Nullable Object> found, Shape.Field field) {
        Object value = value(field);
        Object before = found.get(field.name);
        if (field.kind.isMap()) {
            Map<String, @Nullable Object> all =
                    before == null ? new LinkedHashMap<String, @Nullable Object>() : Json.object(before);
            Map<String, @Nullable Object> one = Json.object(value);
            // A text that is empty is left out; a number is always there.
            all.put(Json.string(one.get("key")), one.containsKey("value") ? one.get("value") : "");
            found.put(field.name, all);
        } else if (field.isList) {
            List<@Nullable Object> all = before == null ? new ArrayList<>() : list(before);
            all.add(value);
            found.put(field.name, all);
        } else if (value.equals("")) {
            found.remove(field.name);
        } else {
            found.put(field.name, value);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(Object value) {
        return (List<@Nullable Object>) value;
    }

    private Object value(Shape.Field field) {
        switch (field.kind) {
            case TEXT:
                return text();
            case INT:
            case LONG:
                return varint();
            case FLAG:
                return varint() != 0;
            case DOUBLE:
                return Double.longBitsToDouble(eightBytes());
            case TIME:
                return time(varint());
            case WORD:
                return word(field, varint());
            default:
                return within(field.shape());
        }
    }

    static int wire(Shape.Field.Kind kind) {
        switch (kind) {
            case INT:
            case LONG:
            case FLAG:
            case TIME:
            case WORD:
                return VARINT;
            case DOUBLE:
                return EIGHT_BYTES;
            default:
                return LENGTH;
        }
    }

    /// A later hub may have further ones, of which only the number is known.
    private static String word(Shape.Field field, long number) {
        return number == 0
                ? ""
                : number > 0 && number <= field.words.size()
                        ? field.words.get((int) number - 1)
                        : Long.toString(number);
    }

    private static String time(long milliseconds) {
        Calendar time = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        time.setTimeInMillis(milliseconds);
        String seconds = String.format(Locale.ROOT, "%tFT%<tT", time);
        long fraction = Math.floorMod(milliseconds, 1000L);
        return fraction == 0 ? seconds + "Z" : String.format(Locale.ROOT, "%s.%03dZ", seconds, fraction);
    }

    private Map<String, @Nullable Object> within(Shape shape) {
        int length = length();
        int outer = end;
        end = at + length;
        Map<String, @Nullable Object> found = message(shape);
        end = outer;
        return found;
    }

    private String text() {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private long eightBytes() {
        if (end - at < 8) {
            throw wrong("is cut");
        }
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value |= (bytes[at++] & 0xffL) << (8 * i);
        }
        return value;
    }

    private void skip(int wire) {
        int length;
        switch (wire) {
            case VARINT:
                varint();
                return;
            case EIGHT_BYTES:
                length = 8;
                break;
            case FOUR_BYTES:
                length = 4;
                break;
            case LENGTH:
                length = length();
                break;
            default:
                throw wrong("is no field");
        }
        if (length > end - at) {
            throw wrong("is cut");
        }
        at += length;
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw wrong("is longer than what it is in");
        }
        return (int) length;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw wrong("is cut");
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw wrong("is no number");
    }

    private IllegalArgumentException wrong(String how) {
        return new IllegalArgumentException("what ends at byte " + at + " " + how);
    }
}
