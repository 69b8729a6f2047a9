package io.omnihub.wire;

import io.omnihub.message.InvalidMessageException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Says what is wrong with JSON by the path of the field, without the values that Jackson's own texts repeat.
final class JsonProblems {

    private static final String MALFORMED = "must be well-formed JSON in UTF-8";

    private JsonProblems() {}

    /// @param root names the whole, where the problem is not in one of its fields
    static InvalidMessageException translate(JacksonException e, String root) {
        String path = path(e);
        InvalidMessageException broken = cause(e, InvalidMessageException.class);
        if (broken != null) {
            return path.isEmpty() ? broken : broken.within(path);
        }
        if (e instanceof InvalidTypeIdException unknown) {
            String field = path.isEmpty() ? "type" : path + ".type";
            return unknown.getTypeId() == null ? Fields.missing(field) : Fields.unknown(field);
        }
        return new InvalidMessageException(path.isEmpty() ? root : path, problem(e));
    }

    static InvalidMessageException malformed(String root) {
        return new InvalidMessageException(root, MALFORMED);
    }

    private static String problem(JacksonException e) {
        InputCoercionException overflow = cause(e, InputCoercionException.class);
        if (overflow != null) {
            return expected(overflow.getTargetType());
        }
        if (cause(e, StreamConstraintsException.class) != null) {
            return "must not be so large or so deeply nested";
        }
        StreamReadException unreadable = cause(e, StreamReadException.class);
        if (unreadable != null) {
            boolean twice = unreadable.getOriginalMessage().startsWith("Duplicate ");
            return twice ? "must not hold a property twice" : MALFORMED;
        }
        return switch (e) {
            case BadValueException bad -> bad.getOriginalMessage();
            case InvalidNullException _ -> "must be given";
            case UnrecognizedPropertyException _ -> "is not known";
            case MismatchedInputException mismatch
            when mismatch.getOriginalMessage().startsWith("Trailing token") -> "must not be followed by anything";
            case MismatchedInputException mismatch -> expected(mismatch.getTargetType());
            default -> MALFORMED;
        };
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return MALFORMED;
        }
        if (type == String.class) {
            return "must be a string";
        }
        if (type == boolean.class) {
            return "must be true or false";
        }
        if (type == int.class || type == long.class) {
            return "must be a whole number of at most " + (type == int.class ? 32 : 64) + " bits";
        }
        if (type == double.class) {
            return "must be a number";
        }
        if (type == byte[].class) {
            return "must be base64";
        }
        if (type.isEnum()) {
            return "must be a value that this version knows";
        }
        return Collection.class.isAssignableFrom(type) ? "must be a list" : "must be an object";
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            String field = reference.getPropertyName();
            if (field == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else if (reference.from() instanceof Map) {
                path.append('[').append(field).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(field);
            }
        }
        return path.toString();
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
