package io.omnihub.buffer;

import io.omnihub.loop.Outage;

/// A message was not decided by whoever it was handed to, and must come again.
final class UndecidedException extends RuntimeException implements Outage {

    private static final long serialVersionUID = 1L;

    UndecidedException(Throwable cause) {
        super("a message was not taken: " + cause.getMessage(), cause);
    }

    UndecidedException(String message) {
        super(message);
    }
}
