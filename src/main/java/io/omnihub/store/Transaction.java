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
    private final Database.Kind kind;
    private @Nullable JdbcClient sql;

    Transaction(Connection connection, Database.Kind kind) {
        this(connection, kind, connection::prepareStatement);
    }

    Transaction(Connection connection, Database.Kind kind, Preparing preparing) {
        this.connection = connection;
        this.kind = kind;
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

    /// For rows that are to be written at once.
    public Writes writes() {
        return kind == Database.Kind.SQLITE ? new SqliteWrites(this) : new PostgresWrites(connection);
    }

    /// Whether a row of a table was refused since there is one of its key.
    public static boolean isRepeated(SQLException refusal, String table) {
        return Failures.isRepeated(refusal, table);
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

    /// What a transaction does that began with a question.
    @FunctionalInterface
    public interface Answered<A, T> {
        T in(Transaction transaction, A answer) throws SQLException;
    }

    /// Makes statements.
    @FunctionalInterface
    interface Preparing {
        PreparedStatement prepare(String text) throws SQLException;
    }
}
