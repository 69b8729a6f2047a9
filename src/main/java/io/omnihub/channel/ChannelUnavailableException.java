package io.omnihub.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A failure that passes: the platform is away, busy or asks to slow down. The delivery is tried again later.
public final class ChannelUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean maybeSent;
    private final boolean later;
    private final Duration retryAfter;
    private final String code;

    /// @param maybeSent whether the platform may have taken the message although it did not say so: a timeout after the
    ///                  request was written
    public ChannelUnavailableException(String message, boolean maybeSent, @Nullable Throwable cause) {
        this(message, maybeSent, false, Duration.ZERO, "", cause);
    }

    public ChannelUnavailableException(String message) {
        this(message, false, null);
    }

    private ChannelUnavailableException(
            String message,
            boolean maybeSent,
            boolean later,
            Duration retryAfter,
            String code,
            @Nullable Throwable cause) {
        super(message, cause);
        this.maybeSent = maybeSent;
        this.later = later;
        this.retryAfter = retryAfter;
        this.code = code;
    }

    /// What no second try within a moment will change: a quota that is used up, an account that must be mended.
    public static ChannelUnavailableException later(String message) {
        return after(message, Duration.ZERO);
    }

    /// What no try changes before a time that the platform has told.
    ///
    /// @param retryAfter from now; zero where it has told none
    public static ChannelUnavailableException after(String message, Duration retryAfter) {
        return new ChannelUnavailableException(message, false, true, retryAfter, "", null);
    }

    /// The same failure, with another word on whether the contact may have got the message.
    public ChannelUnavailableException withMaybeSent(boolean maybe) {
        return maybe == maybeSent
                ? this
                : new ChannelUnavailableException(
                        Objects.toString(getMessage(), ""), maybe, later, retryAfter, code, this);
    }

    /// The same failure, with a word for programs.
    public ChannelUnavailableException withCode(String word) {
        return new ChannelUnavailableException(
                Objects.toString(getMessage(), ""), maybeSent, later, retryAfter, word, this);
    }

    /// Runs a call that sends the contact nothing, so that its failure leaves no doubt.
    public static <T> T preparing(Supplier<T> call) {
        try {
            return call.get();
        } catch (ChannelUnavailableException e) {
            throw e.withMaybeSent(false);
        }
    }

    /// Whether the contact may have got the message all the same.
    public boolean maybeSent() {
        return maybeSent;
    }

    /// How long from now the platform wants to be left alone at least; zero where it has not said so.
    public Duration retryAfter() {
        return retryAfter;
    }

    /// Why, for programs; empty where only the message tells it.
    public String code() {
        return code;
    }

    /// Whether no second try within a moment will change it.
    public boolean isLater() {
        return later;
    }

    /// Whether it is worth trying again at once: what was surely not sent, and fails for a moment only.
    public boolean hiccup() {
        return !maybeSent && !later;
    }
}
