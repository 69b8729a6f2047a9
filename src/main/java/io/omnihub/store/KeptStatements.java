package io.omnihub.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The statements of one connection, each prepared once. Used by who has the connection, and by nobody else meanwhile.
final class KeptStatements {

    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Connection owner;

    /// @param connection the driver's own: one of the pool's would close them when it is given back
    @SuppressWarnings("ReferenceEquality")
    PreparedStatement of(Connection connection, String text) throws SQLException {
        if (connection != owner) {
            // Those of the one before were closed with it.
            statements.clear();
            owner = connection;
        }
        PreparedStatement statement = statements.get(text);
        if (statement == null) {
            statement = connection.prepareStatement(text);
            statements.put(text, statement);
        }
        // What is left of a transaction that failed.
        statement.clearBatch();
        return statement;
    }
}
