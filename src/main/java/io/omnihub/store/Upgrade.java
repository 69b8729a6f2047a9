package io.omnihub.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves rows from tables of an earlier version of the schema into those of a later one, in pieces that are a
/// transaction each, and tells how far it is. Killed in the middle, it goes on where it was.
final class Upgrade {

    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Connection connection;
    private long toldAt = System.nanoTime();

    private Upgrade(Connection connection) {
        this.connection = connection;
    }

    /// Does some work, which sees and writes the rows of all tenants.
    static void run(DataSource database, Database.Kind kind, Work work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                if (kind == Database.Kind.SQLITE) {
                    statement.execute("pragma cache_size = -200000");
                } else {
                    statement.execute("set omnihub.tenants = '*'");
                    // The server has no statistics of tables that are being filled: each row is found by its key.
                    statement.execute("set enable_hashjoin = off");
                    statement.execute("set enable_mergejoin = off");
                }
            }
            connection.setAutoCommit(false);
            try {
                work.on(new Upgrade(connection));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                if (kind == Database.Kind.POSTGRESQL) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("reset omnihub.tenants");
                        statement.execute("reset enable_hashjoin");
                        statement.execute("reset enable_mergejoin");
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the log can't be brought into the form of this version", e);
        }
    }

    Connection connection() {
        return connection;
    }

    /// @return how many rows were changed
    int update(String sql, Object... params) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, params);
            return statement.executeUpdate();
        }
    }

    /// The number that a query of one row tells; 0 where it is null.
    long number(String sql, Object... params) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, params);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    void tell(String what, long done, long count) {
        if (System.nanoTime() - toldAt > TELL_EVERY.toNanos()) {
            toldAt = System.nanoTime();
            LOG.info("{} of {} {} are moved", done, count, what);
        }
    }

    private static void bind(PreparedStatement statement, Object... params) throws SQLException {
        for (int i = 0; i < params.length; i++) {
            statement.setObject(i + 1, params[i]);
        }
    }

    /// What is to be moved.
    @FunctionalInterface
    interface Work {
        void on(Upgrade upgrade) throws SQLException;
    }
}
