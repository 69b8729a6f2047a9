package io.omnihub.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.omnihub.message.InvalidMessageException;
import java.util.List;
import java.util.Map;

/// The rule for every text that comes from outside, whatever its form: no NUL, and no half of a pair.
final class Texts {

    private Texts() {}

    /// What is wrong with a text; empty where nothing is.
    static String problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "must not contain the character NUL";
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return "must be well-formed Unicode";
                }
                i++;
            }
        }
        return "";
    }

    /// @throws InvalidMessageException with the path of the first text that is refused
    static void check(Message message) {
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            String name = field.getKey().getJsonName();
            if (field.getValue() instanceof List<?> values) {
                for (int i = 0; i < values.size(); i++) {
                    check(name + "[" + i + "]", values.get(i));
                }
            } else {
                check(name, field.getValue());
            }
        }
    }

    private static void check(String name, Object value) {
        if (value instanceof Message message) {
            Fields.within(name, () -> {
                check(message);
                return message;
            });
        } else if (value instanceof String text && !problem(text).isEmpty()) {
            throw new InvalidMessageException(name, problem(text));
        }
    }
}
