package io.omnihub.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;

/// What a later version added to messages of Protobuf that this one knows: fields without a name here.
final class Later {

    private Later() {}

    static boolean isIn(Message message) {
        return !message.getUnknownFields().isEmpty()
                || message.getAllFields().values().stream().anyMatch(Later::isInValue);
    }

    /// Adds to a message what a later version added to another one of its type, wherever both have the same.
    static void copy(Message from, Message.Builder to) {
        to.setUnknownFields(UnknownFieldSet.newBuilder(to.getUnknownFields())
                .mergeFrom(from.getUnknownFields())
                .build());
        from.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                copy(field, value, to);
            }
        });
    }

    private static void copy(FieldDescriptor field, Object value, Message.Builder to) {
        if (value instanceof Message message) {
            if (to.hasField(field)) {
                copy(message, to.getFieldBuilder(field));
            }
        } else if (value instanceof List<?> messages && messages.size() == to.getRepeatedFieldCount(field)) {
            for (int i = 0; i < messages.size(); i++) {
                copy((Message) messages.get(i), to.getRepeatedFieldBuilder(field, i));
            }
        }
    }

    private static boolean isInValue(Object value) {
        return switch (value) {
            case Message message -> isIn(message);
            case List<?> values -> values.stream().anyMatch(Later::isInValue);
            default -> false;
        };
    }
}
