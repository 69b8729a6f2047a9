package io.omnihub.simulator.platform;

import org.jspecify.annotations.Nullable;

/// The hub broke the platform's protocol.
public final class BreachException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BreachException(String message) {
        this(message, null);
    }

    public BreachException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
