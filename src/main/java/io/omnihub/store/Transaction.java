package io.omnihub.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// One transaction: a plain connection for the paths where every microsecond counts, Spring's client for all
/// others.
public record Transaction(Connection connection, JdbcClient sql) {

    Transaction(Connection connection) {
        this(connection, JdbcClient.create(new SingleConnectionDataSource(connection, true)));
    }

    /// What a transaction does.
    @FunctionalInterface
    public interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }
}
