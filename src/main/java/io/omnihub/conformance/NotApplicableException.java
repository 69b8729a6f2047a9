package io.omnihub.conformance;

/// A case says nothing of this channel. The message is why.
public final class NotApplicableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotApplicableException(String why) {
        super(why);
    }
}
