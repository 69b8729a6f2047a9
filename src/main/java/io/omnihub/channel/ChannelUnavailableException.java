package io.omnihub.channel;

import org.jspecify.annotations.Nullable;

/// A failure that passes: the platform is away, busy or asks to slow down. The delivery is tried again later.
public final class ChannelUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean maybeSent;

    /// @param maybeSent whether the platform may have taken the message although it did not say so: a timeout after the
    ///                  request was written
    public ChannelUnavailableException(String message, boolean maybeSent, @Nullable Throwable cause) {
        super(message, cause);
        this.maybeSent = maybeSent;
    }

    public ChannelUnavailableException(String message) {
        this(message, false, null);
    }

    /// Whether the contact may have got the message all the same.
    public boolean maybeSent() {
        return maybeSent;
    }
}
