package io.omnihub.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Something that may fail again and again, as an operator hears of it: one line when it begins to fail, one for each
/// further cause, and one when it has worked for a while. What fails in between is counted.
public final class Trouble {

    private static final Duration CALM = Duration.ofSeconds(5);
    private static final int MOST_CAUSES = 10;

    private final Logger log;
    private final String what;
    private final String recovered;
    private final Duration calm;
    private final LongSupplier nanos;
    private final Set<String> causes = new HashSet<>();
    private volatile boolean open;
    private boolean fault;
    private Instant since = Instant.EPOCH;
    private long began;
    private long failed;
    private long failures;
    private String last = "";

    /// @param what names it at the beginning of a line: "The reader of …"
    public Trouble(Logger log, String what) {
        this(log, what, what + " works again", CALM, System::nanoTime);
    }

    /// @param recovered what is written when it works again, without a full stop
    /// @param calm      what fails again within this time never worked in between
    /// @param nanos     a clock that never goes back
    public Trouble(Logger log, String what, String recovered, Duration calm, LongSupplier nanos) {
        this.log = log;
        this.what = what;
        this.recovered = recovered;
        this.calm = calm;
        this.nanos = nanos;
    }

    /// It failed.
    public synchronized void failed(Throwable cause) {
        fault = !(cause instanceof Outage);
        String kind = cause.getClass().getName();
        if (!isNew(kind, cause.toString())) {
            log.debug("{} still fails", what, cause);
        } else if (fault) {
            log.error("{} fails by a fault of the hub, and is tried again", what, cause);
        } else {
            log.warn("{} fails, and is tried again: {}", what, cause.getMessage());
        }
    }

    /// It failed. Where it does so only now and then, and nobody tells that it worked, it worked in between.
    ///
    /// @param reason one sentence without the text of any message and without a full stop, written once
    /// @param cause  written with its stack trace; null for none
    public synchronized void failed(Level level, String reason, @Nullable Throwable cause) {
        worked();
        fault = false;
        if (isNew(reason, reason)) {
            log.atLevel(level).setCause(cause).log("{}. The same again is counted, not written.", reason);
        }
    }

    /// It worked, or had nothing to do.
    public void worked() {
        if (open) {
            calm(nanos.getAsLong());
        }
    }

    /// Whether it failed lately.
    public boolean isOpen() {
        return open;
    }

    /// The last failure, also where it has worked since; empty where it never failed.
    public synchronized String last() {
        return last;
    }

    /// Since when it has been failing; nothing where it works.
    public synchronized Optional<Instant> since() {
        return open ? Optional.of(since) : Optional.empty();
    }

    /// The last failure, where it is one of the hub's own making and has lasted for a while.
    public synchronized @Nullable String lastingFault(Duration patience) {
        return open && fault && nanos.getAsLong() - began >= patience.toNanos() ? last : null;
    }

    /// Counts a failure.
    ///
    /// @return whether it is the first of its cause
    private boolean isNew(String cause, String words) {
        failed = nanos.getAsLong();
        last = words;
        if (!open) {
            open = true;
            since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            began = failed;
            failures = 0;
            causes.clear();
        }
        failures++;
        return causes.size() < MOST_CAUSES && causes.add(cause);
    }

    private synchronized void calm(long now) {
        if (open && now - failed >= calm.toNanos()) {
            open = false;
            log.info(
                    "{}: it had failed {} times within {} s, at last by {}",
                    recovered,
                    failures,
                    Duration.ofNanos(failed - began).toSeconds(),
                    last);
        }
    }
}
