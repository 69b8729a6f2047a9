package io.omnihub.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A failure that passes: the platform is away, busy or asks to slow down. The delivery is tried again later.
public final class ChannelUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean maybeSent;
    private final boolean later;

    /// @param maybeSent whether the platform may have taken the message although it did not say so: a timeout after the
    ///                  request was written
    public ChannelUnavailableException(String message, boolean maybeSent, @Nullable Throwable cause) {
        this(message, maybeSent, false, cause);
    }

    public ChannelUnavailableException(String message) {
        this(message, false, null);
    }

    private ChannelUnavailableException(String message, boolean maybeSent, boolean later, @Nullable Throwable cause) {
        super(message, cause);
        this.maybeSent = maybeSent;
        this.later = later;
    }

    /// What no second try within a moment will change: a quota that is used up, an account that must be mended.
    public static ChannelUnavailableException later(String message) {
        return new ChannelUnavailableException(message, false, true, null);
    }

    /// The same failure, with another word on whether the contact may have got the message.
    public ChannelUnavailableException withMaybeSent(boolean maybe) {
        return maybe == maybeSent
                ? this
                : new ChannelUnavailableException(Objects.toString(getMessage(), ""), maybe, later, this);
    }

    /// Whether the contact may have got the message all the same.
    public boolean maybeSent() {
        return maybeSent;
    }

    /// Whether it is worth trying again at once: what was surely not sent, and fails for a moment only.
    public boolean hiccup() {
        return !maybeSent && !later;
    }
}
