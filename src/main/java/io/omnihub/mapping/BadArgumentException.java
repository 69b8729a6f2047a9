package io.omnihub.mapping;

import java.util.Objects;

/// A function was called with what it can't take.
final class BadArgumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String value;

    /// @param reason without the value
    BadArgumentException(String reason, String value) {
        super(reason, null, false, false);
        this.value = value;
    }

    String reason() {
        return Objects.toString(getMessage(), "");
    }

    String value() {
        return value;
    }
}
