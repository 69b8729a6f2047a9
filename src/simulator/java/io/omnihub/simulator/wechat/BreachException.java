package io.omnihub.simulator.wechat;

import org.jspecify.annotations.Nullable;

/// The hub broke the platform's protocol.
final class BreachException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BreachException(String message) {
        this(message, null);
    }

    BreachException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
