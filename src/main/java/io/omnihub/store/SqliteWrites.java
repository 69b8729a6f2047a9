package io.omnihub.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// SQLite is in the process: each row is written when it comes.
final class SqliteWrites implements Writes {

    private final Transaction tx;

    SqliteWrites(Transaction tx) {
        this.tx = tx;
    }

    @Override
    public <T> void add(RowStatement statement, Collection<T> items, Binder<T> binder) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        PreparedStatement prepared = tx.prepare(statement.each());
        for (T item : items) {
            binder.bind(new Parameters(prepared), item);
            prepared.addBatch();
        }
        prepared.executeBatch();
    }

    @Override
    public void send() {
        // It stands there already.
    }

    private static final class Parameters implements Row {

        private final PreparedStatement statement;
        private int last;

        Parameters(PreparedStatement statement) {
            this.statement = statement;
        }

        @Override
        public void number(long value) throws SQLException {
            statement.setLong(++last, value);
        }

        @Override
        public void numberOrNull(@Nullable Long value) throws SQLException {
            statement.setObject(++last, value, Types.BIGINT);
        }

        @Override
        public void text(String value) throws SQLException {
            statement.setString(++last, value);
        }

        @Override
        public void bytes(byte @Nullable [] value) throws SQLException {
            statement.setBytes(++last, value);
        }
    }
}
