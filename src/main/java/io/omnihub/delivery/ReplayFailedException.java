package io.omnihub.delivery;

import org.jspecify.annotations.Nullable;

/// A dead letter could not be processed this time either; it stays as it was.
public final class ReplayFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message one sentence for the person who tries it, without the text of the message
    public ReplayFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
