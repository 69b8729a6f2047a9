package io.omnihub.channel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Writes to the log when something begins to fail, and when it works again; what fails in between is counted. So a
/// thousand failures of one cause are two lines. Another cause is a line of its own.
public final class TroubleLog {

    /// What fails again within this time never worked in between.
    private static final Duration CALM = Duration.ofMinutes(1);

    private static final int MOST_REASONS = 10;

    private final Logger log;
    private final Level level;
    private final String recovered;
    private final LongSupplier nanos;
    private final Set<String> reasons = ConcurrentHashMap.newKeySet();
    private final AtomicLong failures = new AtomicLong();
    private volatile long lastFailure;
    private volatile boolean trouble;

    /// @param level     of the line that tells of a failure
    /// @param recovered what is written when it works again, without a full stop
    public TroubleLog(Logger log, Level level, String recovered) {
        this(log, level, recovered, System::nanoTime);
    }

    /// @param nanos a clock that never goes back
    TroubleLog(Logger log, Level level, String recovered, LongSupplier nanos) {
        this.log = log;
        this.level = level;
        this.recovered = recovered;
        this.nanos = nanos;
    }

    /// It failed.
    ///
    /// @param reason one sentence without the text of any message and without a full stop; the same one is
    ///               written once
    /// @param cause  written with its stack trace; null for none
    public void fails(String reason, @Nullable Throwable cause) {
        long now = nanos.getAsLong();
        if (trouble && now - lastFailure >= CALM.toNanos()) {
            end();
        }
        lastFailure = now;
        trouble = true;
        failures.incrementAndGet();
        if (reasons.size() < MOST_REASONS && reasons.add(reason)) {
            log.atLevel(level).setCause(cause).log("{}. The same again is counted, not written.", reason);
        }
    }

    /// It worked.
    public void works() {
        if (trouble && nanos.getAsLong() - lastFailure >= CALM.toNanos()) {
            end();
        }
    }

    private synchronized void end() {
        if (trouble) {
            trouble = false;
            reasons.clear();
            log.info("{}, after {} failures.", recovered, failures.getAndSet(0));
        }
    }
}
