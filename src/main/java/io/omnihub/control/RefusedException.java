package io.omnihub.control;

/// A command can't be carried out, for a reason that an operator can change; the message says it.
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
