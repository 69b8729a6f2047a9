package io.omnihub.channel;

import org.jspecify.annotations.Nullable;

/// A genuine message that can't be understood. Its raw bytes become a dead letter, and the platform gets its success.
public final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message names what is wrong and where, and repeats no text of the message
    public MalformedMessageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
