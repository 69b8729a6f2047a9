package io.omnihub.channel;

import io.omnihub.loop.Trouble;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// How a channel tells its operator that it has [Trouble] with something outside: so that a thousand failures of one
/// cause are two lines.
public final class TroubleLog {

    private static final Duration CALM = Duration.ofMinutes(1);

    private final Trouble trouble;
    private final Level level;

    /// @param level     of the line that tells of a failure
    /// @param recovered what is written when it works again, without a full stop
    public TroubleLog(Logger log, Level level, String recovered) {
        this(log, level, recovered, System::nanoTime);
    }

    /// @param nanos a clock that never goes back
    TroubleLog(Logger log, Level level, String recovered, LongSupplier nanos) {
        this.trouble = new Trouble(log, "", recovered, CALM, nanos);
        this.level = level;
    }

    /// It failed.
    ///
    /// @param reason one sentence without the text of any message and without a full stop; the same one is
    ///               written once
    /// @param cause  written with its stack trace; null for none
    public void fails(String reason, @Nullable Throwable cause) {
        trouble.failed(level, reason, cause);
    }

    /// It worked.
    public void works() {
        trouble.worked();
    }
}
