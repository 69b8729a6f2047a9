package io.omnihub.web;

import java.io.IOException;

/// A body is larger than what is taken.
public final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    public TooLargeException() {
        super("the body is too large");
    }
}
