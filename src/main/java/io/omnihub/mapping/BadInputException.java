package io.omnihub.mapping;

import java.util.Objects;

/// An input that is not of the declared format.
final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;

    /// @param reason without what stands there
    /// @param place  empty where it is the whole
    BadInputException(String reason, String place) {
        super(reason, null, false, false);
        this.place = place;
    }

    String reason() {
        return Objects.toString(getMessage(), "");
    }

    String place() {
        return place;
    }
}
