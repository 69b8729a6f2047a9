package io.omnihub.store;

import java.sql.SQLException;

/// The database refused the data themselves: SQLSTATE classes 22 and 23, SQLite's CONSTRAINT, TOOBIG and MISMATCH.
/// Trying again changes nothing.
public final class BadDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadDataException(SQLException cause) {
        super(
                "the database refused the data, SQLSTATE " + cause.getSQLState() + ", code " + cause.getErrorCode(),
                cause);
    }
}
