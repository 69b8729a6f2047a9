package io.omnihub.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// A query with its values, and what its rows say.
public record Question<A>(String sql, List<?> values, Reading<A> reading) {

    /// Asks it by a statement of its text.
    public A ask(PreparedStatement statement) throws SQLException {
        bind(statement, 1);
        try (ResultSet rows = statement.executeQuery()) {
            return reading.of(rows);
        }
    }

    /// @param first the number of its first parameter
    void bind(PreparedStatement statement, int first) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(first + i, values.get(i));
        }
    }

    /// Reads an answer.
    @FunctionalInterface
    public interface Reading<A> {
        A of(ResultSet rows) throws SQLException;
    }
}
