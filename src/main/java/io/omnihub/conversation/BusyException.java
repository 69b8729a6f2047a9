package io.omnihub.conversation;

/// The hub can't store anything just now; the sender keeps what it has and sends it again.
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
        super(message);
    }
}
