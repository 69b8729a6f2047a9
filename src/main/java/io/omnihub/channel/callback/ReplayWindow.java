package io.omnihub.channel.callback;

import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongFunction;

/// How far a call's time may be from ours, be it before or after; none where zero, for platforms that send a call again
/// hours later as it was.
public record ReplayWindow(Duration window) {

    public ReplayWindow {
        if (window.isNegative()) {
            throw new IllegalArgumentException("a window can't be negative");
        }
    }

    /// @param seconds since 1970, as the call says
    /// @throws UntrustedCallbackException where that is too far away, or no time
    public void checkSeconds(String seconds, Instant now) {
        check(seconds, Instant::ofEpochSecond, now);
    }

    /// @param millis since 1970, as the call says
    /// @throws UntrustedCallbackException where that is too far away, or no time
    public void checkMillis(String millis, Instant now) {
        check(millis, Instant::ofEpochMilli, now);
    }

    private void check(String number, LongFunction<Instant> unit, Instant now) {
        if (window.isZero()) {
            return;
        }
        try {
            Instant sent = unit.apply(Long.parseLong(number));
            if (Duration.between(sent, now).abs().compareTo(window) <= 0) {
                return;
            }
        } catch (RuntimeException _) {
            // Neither a number nor a time.
        }
        throw new UntrustedCallbackException(Reason.STALE);
    }
}
