package io.omnihub.backup;

/// A backup or a restore can't be made, for a reason that an operator can change; the message says it.
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
