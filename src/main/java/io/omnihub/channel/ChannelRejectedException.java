package io.omnihub.channel;

/// A failure that stays: the platform refuses this message and would refuse it again.
public final class ChannelRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /// @param code the platform's error code
    public ChannelRejectedException(String code, String message) {
        super(message + " (" + code + ")");
        this.code = code;
    }

    /// The platform's error code.
    public String code() {
        return code;
    }
}
