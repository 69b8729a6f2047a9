package io.omnihub.identity;

import java.time.Duration;

/// Thrown where so many passwords were wrong before that nobody looks at this one.
public final class TooManyTriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    TooManyTriesException(Duration wait) {
        super("too many wrong passwords", null, false, false);
        this.seconds = wait.plusSeconds(1).minusNanos(1).toSeconds();
    }

    /// After which a password is looked at again.
    public long seconds() {
        return seconds;
    }
}
