package io.omnihub.media;

import java.time.Duration;

/// Thrown where a visitor, an address or a site has uploaded as much as it may on a day.
public final class QuotaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Duration wait;

    QuotaException(Duration wait) {
        super("too much was uploaded today", null, false, false);
        this.wait = wait;
    }

    /// Until the next day.
    public Duration pause() {
        return wait;
    }
}
