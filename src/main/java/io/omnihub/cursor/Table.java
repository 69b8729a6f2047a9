package io.omnihub.cursor;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// A table in somebody else's database, or what a statement makes of some, in the order of its changes.
///
/// @param select  the statement, without an order
/// @param changed the column that says when a row has changed
/// @param key     the column that tells rows of one time apart
/// @param zone    of times that have none
/// @param most    rows of a page
record Table(DataSource database, String select, String changed, String key, ZoneId zone, int most) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /// A page ends where it has so much text.
    private static final int LARGEST = 4 * 1024 * 1024;

    private static final int LONGEST_KEY = 500;
    private static final int AT_ONCE = 100;
    private static final int PATIENCE_SECONDS = 60;

    /// These don't know how the standard bounds rows.
    private static final Set<String> OWN_BOUND = Set.of("SQLite", "MySQL", "MariaDB");

    /// Errors whose words may repeat what stands in a row.
    private static final Set<String> OF_DATA = Set.of("22", "23");

    /// @param isFull whether there may be more
    record Page(List<TableRow> rows, boolean isFull) {}

    /// Where a page begins.
    ///
    /// @param at     a time
    /// @param key    the first of that time; null for all
    /// @param behind whether only what is later is asked for
    record Begin(Stamp at, @Nullable Object key, boolean behind) {}

    /// The rows from a place on.
    ///
    /// @param begin null for all
    Page page(@Nullable Begin begin) throws SourceException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            String product = connection.getMetaData().getDatabaseProductName();
            try (PreparedStatement statement = connection.prepareStatement(sql(begin, product))) {
                if (begin != null) {
                    statement.setObject(1, begin.at.value());
                }
                if (begin != null && begin.key != null) {
                    statement.setObject(2, begin.at.value());
                    statement.setObject(3, begin.key);
                }
                statement.setFetchSize(AT_ONCE);
                statement.setQueryTimeout(PATIENCE_SECONDS);
                try (ResultSet rows = statement.executeQuery()) {
                    return read(rows);
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new SourceException("its database says " + said(e), e);
        }
    }

    private String sql(@Nullable Begin begin, String product) {
        String where = changed + " is not null and " + key + " is not null";
        if (begin != null && begin.key != null) {
            // Which keys are alike the database alone knows, so what begins a page may have ended the one before.
            where += " and " + changed + " >= ? and (" + changed + " > ? or " + key + " >= ?)";
        } else if (begin != null) {
            where += " and " + changed + (begin.behind ? " > ?" : " >= ?");
        }
        // One more tells whether there is more.
        String bound = OWN_BOUND.contains(product)
                ? "limit " + (most + 1)
                : "offset 0 rows fetch next " + (most + 1) + " rows only";
        // A line of its own, since the statement may end with a comment.
        return "select * from (" + select + "\n) hub_rows where " + where + " order by " + changed + ", " + key + " "
                + bound;
    }

    private Page read(ResultSet rows) throws SQLException, SourceException {
        ResultSetMetaData columns = rows.getMetaData();
        int changedAt = rows.findColumn(name(changed));
        int keyAt = rows.findColumn(name(key));
        List<TableRow> read = new ArrayList<>();
        long size = 0;
        boolean full = false;
        while (!full && rows.next()) {
            full = read.size() >= most || size >= LARGEST;
            if (!full) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    values.put(shown(columns.getColumnLabel(i)), Values.of(rows, i, columns, zone));
                }
                String json = JSON.writeValueAsString(values);
                size += json.length();
                read.add(TableRow.of(Values.stamp(rows, changedAt, columns), key(rows.getObject(keyAt)), json));
            }
        }
        if (!read.isEmpty() && read.stream().allMatch(row -> row.changed() == null)) {
            throw new SourceException("its column of changes is neither a time nor seconds or milliseconds since 1970:"
                    + " cast it in the select");
        }
        return new Page(read, full);
    }

    private static Object key(Object value) throws SourceException {
        return switch (value) {
            case BigDecimal number -> TableMark.number(number);
            case Number number -> TableMark.number(new BigDecimal(number.toString()));
            case String text when text.length() <= LONGEST_KEY -> text;
            default ->
                throw new SourceException("its key is neither a number nor a text of " + LONGEST_KEY
                        + " characters at most: cast it in the select");
        };
    }

    /// Databases that don't keep how a name was written give it in capitals.
    private static String shown(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static String name(String column) {
        return column.startsWith("\"") ? column.substring(1, column.length() - 1) : column;
    }

    private static String said(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        String words = Objects.requireNonNullElse(e.getMessage(), "")
                .lines()
                .findFirst()
                .orElse("");
        return OF_DATA.contains(state.substring(0, Math.min(2, state.length())))
                ? "SQLSTATE " + state
                : words.substring(0, Math.min(300, words.length())) + " (SQLSTATE " + state + ")";
    }
}
