package io.omnihub.client;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/// Writes as Protobuf what would else be written as JSON.
final class ProtobufWriter {

    /// As much as the hub keeps of a part whose type it does not know.
    private static final int LARGEST_UNKNOWN = 64 * 1024;

    private ProtobufWriter() {}

    /// @throws IllegalArgumentException where a value is of another kind than its field; names the field
    static byte[] write(Shape shape, Map<String, @Nullable Object> message) {
        Buffer out = new Buffer();
        if (shape.isChoice()) {
            choice(shape, message, out);
        } else {
            for (Shape.Field field : shape.fields) {
                Object value = message.get(field.name);
                if (value != null) {
                    field(field, value, out);
                }
            }
        }
        return out.readByteArray();
    }

    private static void choice(Shape shape, Map<String, @Nullable Object> message, Buffer out) {
        String type = Json.string(message.get("type"));
        Shape.Field field = shape.alternative(type);
        if (field != null) {
            one(field, message, out);
            return;
        }
        Shape.Field unknown = shape.alternative(shape.later);
        if (type.isEmpty() || unknown == null) {
            throw new IllegalArgumentException("type: must be given and known");
        }
        // As the hub itself does with a part that it does not know.
        String raw = Json.write(message);
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        kept.put(shape.laterName, type);
        kept.put("raw", raw.getBytes(StandardCharsets.UTF_8).length > LARGEST_UNKNOWN ? "" : raw);
        one(unknown, kept, out);
    }

    private static void field(Shape.Field field, Object value, Buffer out) {
        if (field.kind.isMap()) {
            expect(Map.class, value, field, "an object");
            for (Map.Entry<String, @Nullable Object> each : Json.object(value).entrySet()) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("key", each.getKey());
                one.put("value", each.getValue());
                one(field, one, out);
            }
            return;
        }
        for (Object each :
                field.isList ? expect(List.class, value, field, "a list") : Collections.singletonList(value)) {
            one(field, each, out);
        }
    }

    private static void one(Shape.Field field, @Nullable Object value, Buffer out) {
        varint((long) field.number << 3 | ProtobufReader.wire(field.kind), out);
        switch (field.kind) {
            case TEXT:
                String text = Json.whole(expect(String.class, value, field, "a text"));
                bytes(text.getBytes(StandardCharsets.UTF_8), out);
                break;
            case INT:
            case LONG:
                varint(whole(field, value), out);
                break;
            case FLAG:
                varint(expect(Boolean.class, value, field, "true or false") ? 1 : 0, out);
                break;
            case DOUBLE:
                double number = expect(Number.class, value, field, "a number").doubleValue();
                out.writeLongLe(Double.doubleToLongBits(number));
                break;
            case TIME:
            case WORD:
                throw new IllegalArgumentException(field.name + ": is written by the hub alone");
            default:
                expect(Map.class, value, field, "an object");
                bytes(write(field.shape(), Json.object(value)), out);
        }
    }

    private static long whole(Shape.Field field, @Nullable Object value) {
        // 3.0 is none for the hub's JSON either.
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long whole = ((Number) value).longValue();
            if (field.kind == Shape.Field.Kind.LONG || whole == (int) whole) {
                return whole;
            }
        }
        throw new IllegalArgumentException(field.name + ": must be a whole number");
    }

    private static <T> T expect(Class<T> type, @Nullable Object value, Shape.Field field, String what) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(field.name + ": must be " + what);
        }
        return type.cast(value);
    }

    private static void bytes(byte[] bytes, Buffer out) {
        varint(bytes.length, out);
        out.write(bytes);
    }

    private static void varint(long value, Buffer out) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }
}
