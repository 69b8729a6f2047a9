package io.omnihub.desk;

import java.io.IOException;

/// A body is larger than what is taken.
final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    TooLargeException() {
        super("the body is too large");
    }
}
