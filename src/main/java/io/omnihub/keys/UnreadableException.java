package io.omnihub.keys;

/// Something was encrypted with another key, or for another purpose, or has been changed since.
public final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableException() {
        super("it was encrypted with another key or for another purpose, or has been changed since");
    }
}
