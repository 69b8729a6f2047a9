package io.omnihub.store;

/// The database's file is damaged: the same request will fail again, until an operator has restored it.
public final class DatabaseDamagedException extends DatabaseUnavailableException {

    private static final long serialVersionUID = 1L;

    DatabaseDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
