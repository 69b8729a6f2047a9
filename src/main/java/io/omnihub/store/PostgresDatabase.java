package io.omnihub.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

    private final DataSource dataSource;
    private final Damage damage = new Damage();

    PostgresDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public <T> T write(Tenants tenants, Transaction.Work<T> work) {
        return transact(tenants, work, false);
    }

    @Override
    public <T> T read(Tenants tenants, Transaction.Work<T> work) {
        return transact(tenants, work, true);
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

    private <T> T transact(Tenants tenants, Transaction.Work<T> work, boolean reads) {
        try (Connection connection = dataSource.getConnection()) {
            try {
                if (reads) {
                    // The pool takes it back.
                    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST_READ.toMillis()));
                }
                setTenants(connection, tenants);
                T result = work.in(new Transaction(connection));
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

    private static void setTenants(Connection connection, Tenants tenants) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select set_config('omnihub.tenants', ?, true)")) {
            set.setString(1, tenants.setting());
            set.execute();
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
}
