package io.omnihub.channel;

/// A failure that stays: the platform refuses this message and would refuse it again.
public final class ChannelRejectedException extends RuntimeException {

    /// The code of a failure that says more: whom it was for is there no more.
    public static final String GONE = "gone";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean maybeSent;

    /// @param code the platform's error code
    public ChannelRejectedException(String code, String message) {
        this(code, message, false);
    }

    /// @param code      the platform's error code
    /// @param maybeSent whether the contact has got some of the message all the same
    public ChannelRejectedException(String code, String message, boolean maybeSent) {
        super(message + " (" + code + ")");
        this.code = code;
        this.maybeSent = maybeSent;
    }

    /// Whether the contact has got some of the message all the same, which another try would repeat.
    public boolean maybeSent() {
        return maybeSent;
    }

    /// The platform's error code.
    public String code() {
        return code;
    }
}
