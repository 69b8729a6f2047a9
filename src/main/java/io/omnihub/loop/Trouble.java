package io.omnihub.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Something that may fail again and again, as an operator hears of it: one line when it begins to fail, and one when
/// it has worked for a while.
public final class Trouble {

    /// What fails again sooner was never well.
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Logger log;
    private final String what;
    private volatile boolean open;
    private boolean fault;
    private Instant since = Instant.EPOCH;
    private long began;
    private long failed;
    private long failures;
    private String last = "";

    /// @param what names it at the beginning of a line: "The reader of …"
    public Trouble(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /// It failed.
    public synchronized void failed(Throwable cause) {
        failed = System.nanoTime();
        failures++;
        last = cause.toString();
        fault = !(cause instanceof Outage);
        if (open) {
            log.debug("{} still fails", what, cause);
            return;
        }
        open = true;
        since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        began = failed;
        failures = 1;
        if (fault) {
            log.error("{} fails by a fault of the hub, and is tried again", what, cause);
        } else {
            log.warn("{} fails, and is tried again: {}", what, cause.getMessage());
        }
    }

    /// It worked, or had nothing to do.
    public void worked() {
        if (open) {
            calm(System.nanoTime());
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
        return open && fault && System.nanoTime() - began >= patience.toNanos() ? last : null;
    }

    private synchronized void calm(long now) {
        if (open && now - failed >= CALM.toNanos()) {
            open = false;
            log.info(
                    "{} works again: it had failed {} times within {} s, at last by {}",
                    what,
                    failures,
                    Duration.ofNanos(failed - began).toSeconds(),
                    last);
        }
    }
}
