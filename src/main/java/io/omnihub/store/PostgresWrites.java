package io.omnihub.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// PostgreSQL gets all rows of a table by one statement, and all statements together: the driver sends them without
/// waiting in between, and where one fails the server skips the others.
final class PostgresWrites implements Writes {

    private final Connection connection;
    private final List<Table> tables = new ArrayList<>();

    PostgresWrites(Connection connection) {
        this.connection = connection;
    }

    @Override
    public <T> void add(RowStatement statement, Collection<T> items, Binder<T> binder) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        Table table = new Table(statement, items.size());
        for (T item : items) {
            binder.bind(table, item);
            table.next();
        }
        tables.add(table);
    }

    @Override
    public void send() throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        String text = tables.stream().map(table -> table.statement.all()).collect(Collectors.joining("; "));
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int parameter = 0;
            for (Table table : tables) {
                for (Column column : table.columns) {
                    statement.setArray(++parameter, connection.createArrayOf(column.type, column.values));
                }
            }
            statement.execute();
        }
        tables.clear();
    }

    /// The values of one column. An array of one class of values is sent in binary.
    private static final class Column {

        private final String type;
        private final @Nullable Object[] values;

        Column(String type, @Nullable Object[] values) {
            this.type = type;
            this.values = values;
        }
    }

    /// The rows of one statement, column by column.
    private static final class Table implements Row {

        private final RowStatement statement;
        private final int size;
        private final List<Column> columns = new ArrayList<>();
        private int row;
        private int column;

        Table(RowStatement statement, int size) {
            this.statement = statement;
            this.size = size;
        }

        private void next() {
            row++;
            column = 0;
        }

        @Override
        public void number(long value) {
            numberOrNull(value);
        }

        @Override
        public void numberOrNull(@Nullable Long value) {
            if (row == 0) {
                columns.add(new Column("int8", new Long[size]));
            }
            set(value);
        }

        @Override
        public void text(String value) {
            if (row == 0) {
                columns.add(new Column("text", new String[size]));
            }
            set(value);
        }

        @Override
        public void bytes(byte @Nullable [] value) {
            if (row == 0) {
                columns.add(new Column("bytea", new byte[size][]));
            }
            set(value);
        }

        private void set(@Nullable Object value) {
            columns.get(column).values[row] = value;
            column++;
        }
    }
}
