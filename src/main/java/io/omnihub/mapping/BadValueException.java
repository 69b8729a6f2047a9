package io.omnihub.mapping;

import java.util.Objects;

/// A value that can't be had, at a spot of the mapping: whoever knows the file and the place in the input tells of it
/// by an [UnmappableException].
final class BadValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 200;

    private final transient Spot spot;
    private final String value;

    /// @param reason without the value
    BadValueException(Spot spot, String reason, String value) {
        super(reason, null, false, false);
        this.spot = spot;
        this.value = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    }

    Spot spot() {
        return spot;
    }

    String value() {
        return value;
    }

    String reason() {
        return Objects.toString(getMessage(), "");
    }
}
