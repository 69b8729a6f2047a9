package io.omnihub.record;

import org.jspecify.annotations.Nullable;

/// A look-up gave no answer; its message says why to people.
public final class LookupFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LookupFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
