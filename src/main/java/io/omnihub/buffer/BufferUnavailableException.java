package io.omnihub.buffer;

import io.omnihub.loop.Outage;

/// The buffer can't make anything durable just now; the sender must be told to come again.
public final class BufferUnavailableException extends RuntimeException implements Outage {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public BufferUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    BufferUnavailableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// Why nothing is taken.
    public enum Reason {
        /// The broker can't be reached, or did not answer in time.
        AWAY,
        /// The broker's queue has reached its limit.
        FULL,
        /// The disk that holds the journal is nearly full.
        DISK_LOW
    }
}
