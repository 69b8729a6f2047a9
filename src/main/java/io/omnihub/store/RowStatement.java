package io.omnihub.store;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// A statement that writes rows of one table.
///
/// @param each as it writes one row, whose values are its parameters
/// @param all  as it writes many on PostgreSQL, with an array for each column as its parameters
public record RowStatement(String each, String all) {

    public static RowStatement insert(String table, List<String> columns) {
        String into = "insert into " + table + " (" + String.join(", ", columns) + ") ";
        String values = "(" + marks(columns.size()) + ")";
        return new RowStatement(into + "values " + values, into + "select * from unnest" + values);
    }

    /// @param key what a row is found by, which is the last of its values
    public static RowStatement update(String table, List<String> columns, String key) {
        String each = columns.stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        String all = columns.stream().map(column -> column + " = r." + column).collect(Collectors.joining(", "));
        return new RowStatement(
                "update " + table + " set " + each + " where " + key + " = ?",
                "update " + table + " set " + all + " from unnest(" + marks(columns.size() + 1) + ") as r ("
                        + String.join(", ", columns) + ", " + key + ") where " + table + "." + key + " = r." + key);
    }

    /// An insert that overwrites columns of what stands there.
    ///
    /// @param key by which it stands there
    public RowStatement orUpdate(String key, List<String> columns) {
        String rest = columns.stream()
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", ", " on conflict (" + key + ") do update set ", ""));
        return new RowStatement(each + rest, all + rest);
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
