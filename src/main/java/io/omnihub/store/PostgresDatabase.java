package io.omnihub.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// PostgreSQL 15 or later. Every transaction sets its tenants first, which row-level security compares with.
final class PostgresDatabase implements Database {

    /// A server that hangs must not make those wait who only look. Writes have the pool's longer limit: whoever gives a
    /// commit up does not know what became of it.
    private static final Duration LONGEST_READ = Duration.ofSeconds(2);

    /// Answers by a value of known size: before one of any size the driver sends what it has and waits.
    private static final String SET_TENANTS = "select set_config('omnihub.tenants', ?, true) is null";

    private final DataSource dataSource;
    private final Damage damage = new Damage();

    PostgresDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public <T> T write(Tenants tenants, Transaction.Work<T> work) {
        return transact(connection -> setTenants(connection, tenants), (tx, _) -> work.in(tx), false);
    }

    @Override
    public <A, T> T write(Tenants tenants, Question<A> first, Transaction.Answered<A, T> work) {
        return transact(connection -> setTenants(connection, tenants, first), work, false);
    }

    @Override
    public <T> T read(Tenants tenants, Transaction.Work<T> work) {
        return transact(connection -> setTenants(connection, tenants), (tx, _) -> work.in(tx), true);
    }

    @Override
    public void purge() {
        // The server vacuums when it thinks fit.
    }

    @Override
    public void copyTo(Path file) {
        throw new UnsupportedOperationException("pg_dump does it");
    }

    @Override
    public Kind kind() {
        return Kind.POSTGRESQL;
    }

    @Override
    public Optional<String> damage() {
        return damage.found();
    }

    @Override
    public List<String> check(int most) {
        throw new UnsupportedOperationException("PostgreSQL is checked by its own pg_amcheck");
    }

    private <A, T> T transact(Beginning<A> beginning, Transaction.Answered<A, T> work, boolean reads) {
        try (Connection connection = dataSource.getConnection()) {
            try {
                if (reads) {
                    // The pool takes it back.
                    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST_READ.toMillis()));
                }
                A answer = beginning.of(connection);
                T result = work.in(new Transaction(connection, Kind.POSTGRESQL), answer);
                commit(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            throw damage.translate(e);
        }
    }

    private static boolean setTenants(Connection connection, Tenants tenants) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(SET_TENANTS)) {
            set.setString(1, tenants.setting());
            return set.execute();
        }
    }

    /// Both in one round trip.
    private static <A> A setTenants(Connection connection, Tenants tenants, Question<A> question) throws SQLException {
        try (PreparedStatement both = connection.prepareStatement(SET_TENANTS + "; " + question.sql())) {
            both.setString(1, tenants.setting());
            question.bind(both, 2);
            both.execute();
            both.getMoreResults();
            try (ResultSet rows = both.getResultSet()) {
                return question.reading().of(rows);
            }
        }
    }

    /// A commit that was not replicated as asked for says so by a warning only, in the server's language, and counts
    /// as failed.
    private static void commit(Connection connection) throws SQLException {
        connection.clearWarnings();
        connection.commit();
        SQLWarning warning = connection.getWarnings();
        if (warning != null) {
            throw new SQLException("the commit was answered with a warning", "58000", warning);
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// Sets the tenants, and may ask something.
    @FunctionalInterface
    private interface Beginning<A> {
        A of(Connection connection) throws SQLException;
    }
}
