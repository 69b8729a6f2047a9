package io.omnihub.store;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of damage to the database. It is told to the log once, and remembered until the process ends.
final class Damage {

    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

    private final AtomicReference<@Nullable String> found = new AtomicReference<>();

    Optional<String> found() {
        return Optional.ofNullable(found.get());
    }

    void note(String what) {
        if (found.compareAndSet(null, what)) {
            LOG.error(
                    "The database is damaged ({}): what lies in the damaged pages can't be read, and nothing that is"
                            + " asked for again will change that. Stop the hub and restore a backup.",
                    what);
        }
    }

    /// As others are to see a failure.
    RuntimeException translate(Exception exception) {
        RuntimeException translated = Failures.translate(exception);
        if (translated instanceof DatabaseDamagedException) {
            note(Objects.toString(translated.getMessage(), ""));
        }
        return translated;
    }
}
