package io.omnihub.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// One transaction: plain statements for the paths where every microsecond counts, Spring's client for all others.
public final class Transaction {

    private final Connection connection;
    private final Preparing preparing;
    private @Nullable JdbcClient sql;

    Transaction(Connection connection) {
        this(connection, connection::prepareStatement);
    }

    Transaction(Connection connection, Preparing preparing) {
        this.connection = connection;
        this.preparing = preparing;
    }

    public Connection connection() {
        return connection;
    }

    /// A statement for what runs in every commit: where the connection lives on, so does the statement, so its text
    /// must not differ from one time to the next. It is not to be closed, and a second one of the same text is the
    /// same.
    public PreparedStatement prepare(String text) throws SQLException {
        return preparing.prepare(text);
    }

    /// Whether a row was refused since there is one of its key.
    public static boolean isRepeated(SQLException refusal) {
        return Failures.isRepeated(refusal);
    }

    public JdbcClient sql() {
        JdbcClient client = sql;
        if (client == null) {
            client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            sql = client;
        }
        return client;
    }

    /// What a transaction does.
    @FunctionalInterface
    public interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }

    /// Makes statements.
    @FunctionalInterface
    interface Preparing {
        PreparedStatement prepare(String text) throws SQLException;
    }
}
