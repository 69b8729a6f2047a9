package io.omnihub.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.dao.DataAccessException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Tells data errors from all others.
final class Failures {

    private Failures() {}

    static RuntimeException translate(Exception exception) {
        return switch (exception) {
            case SQLException sql when isBadData(sql) -> new BadDataException(sql);
            case SQLException sql
            when isDamage(sql) -> new DatabaseDamagedException("the database is damaged: " + summary(sql), sql);
            case SQLException sql -> new DatabaseUnavailableException("the database failed: " + summary(sql), sql);
            case DataAccessException access when access.getRootCause() instanceof SQLException sql -> translate(sql);
            case DataAccessException access ->
                new DatabaseUnavailableException(
                        "the database failed: " + access.getClass().getSimpleName(), access);
            case RuntimeException other -> other;
            default -> new IllegalStateException(exception);
        };
    }

    static boolean isRepeated(SQLException exception, String table) {
        return switch (exception) {
            case SQLiteException sqlite ->
                (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
                                || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE)
                        && Objects.toString(sqlite.getMessage(), "").contains("failed: " + table + ".");
            case PSQLException postgres ->
                PSQLState.UNIQUE_VIOLATION.getState().equals(postgres.getSQLState())
                        && postgres.getServerErrorMessage() != null
                        && table.equals(postgres.getServerErrorMessage().getTable());
            default -> false;
        };
    }

    private static boolean isDamage(SQLException exception) {
        if (exception instanceof SQLiteException sqlite) {
            int code = sqlite.getResultCode().code & 0xff;
            return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
        }
        // XX001 and XX002: data or an index is corrupted.
        String state = exception.getSQLState();
        return state != null && state.startsWith("XX00") && !state.equals("XX000");
    }

    private static boolean isBadData(SQLException exception) {
        if (exception instanceof SQLiteException sqlite) {
            // The low byte is the primary code, whatever the extended one says.
            int code = sqlite.getResultCode().code & 0xff;
            return code == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                    || code == SQLiteErrorCode.SQLITE_TOOBIG.code
                    || code == SQLiteErrorCode.SQLITE_MISMATCH.code;
        }
        String state = exception.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /// SQLSTATE and class only: messages of the database may quote the data.
    private static String summary(SQLException exception) {
        if (exception instanceof SQLiteException sqlite) {
            return sqlite.getResultCode().name();
        }
        if (exception.getSQLState() != null) {
            return "SQLSTATE " + exception.getSQLState();
        }
        // The pool's own failures have no state.
        return exception instanceof SQLTransientConnectionException
                ? "no connection to it was to be had in time"
                : "its connections are closed";
    }
}
