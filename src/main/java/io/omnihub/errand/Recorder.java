package io.omnihub.errand;

import io.omnihub.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings outcomes into the ledger, and while the database is away tries again and again: what was done was done, and
/// forgetting that would do it twice.
final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Set<ErrandId> unrecorded = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Returns when the outcome was recorded or found to count no more.
    ///
    /// @param otherwise what to return where the hub ends before that
    <T> T record(ErrandId id, Supplier<T> outcome, T otherwise) {
        unrecorded.add(id);
        try {
            return record(outcome, otherwise);
        } finally {
            unrecorded.remove(id);
        }
    }

    /// Whether an outcome of this errand is known and not recorded yet: it must not be done again, even where its
    /// claim has ended.
    boolean has(ErrandId id) {
        return unrecorded.contains(id);
    }

    int size() {
        return unrecorded.size();
    }

    private <T> T record(Supplier<T> outcome, T otherwise) {
        while (true) {
            try {
                return outcome.get();
            } catch (DatabaseUnavailableException e) {
                if (closed || !paused()) {
                    LOG.error(
                            "The outcome of an errand could not be recorded; it is done again later: {}", e.toString());
                    return otherwise;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
