package io.omnihub.store;

import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What a transaction writes at once: on PostgreSQL nothing is sent before all of it is, in one round trip. Statements
/// run in the order in which they were added.
public interface Writes {

    /// Adds a row for each item.
    <T> void add(RowStatement statement, Collection<T> items, Binder<T> binder) throws SQLException;

    /// Has all of it stand in the transaction.
    void send() throws SQLException;

    /// Tells the values of an item's row, in the order of the statement's parameters.
    @FunctionalInterface
    interface Binder<T> {
        void bind(Row row, T item) throws SQLException;
    }

    /// Takes the values of a row, one after the other.
    interface Row {

        void number(long value) throws SQLException;

        void numberOrNull(@Nullable Long value) throws SQLException;

        void text(String value) throws SQLException;

        void bytes(byte @Nullable [] value) throws SQLException;
    }
}
