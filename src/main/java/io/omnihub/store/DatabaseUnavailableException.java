package io.omnihub.store;

import io.omnihub.loop.Outage;
import org.jspecify.annotations.Nullable;

/// The database can't do it now: away, full, locked, a connection lost. Trying again later may succeed, and the outcome
/// of a commit that ended so is unknown.
public sealed class DatabaseUnavailableException extends RuntimeException implements Outage
        permits DatabaseDamagedException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
