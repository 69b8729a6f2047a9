package io.omnihub.channel.callback;

/// A callback whose sender could not be proved. The outside gets one answer whatever the reason was; the reason is for
/// our own counters.
public final class UntrustedCallbackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public UntrustedCallbackException(Reason reason) {
        super("callback refused: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// Why a callback is not trusted.
    public enum Reason {
        UNKNOWN_INBOX,
        MISSING_SIGNATURE,
        WRONG_SIGNATURE,
        STALE,
        UNDECRYPTABLE,
        FOREIGN_RECEIVER,
        FOREIGN_ADDRESS
    }
}
