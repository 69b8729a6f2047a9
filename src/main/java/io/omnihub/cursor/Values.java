package io.omnihub.cursor;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcUtils;

/// Values of a row, whichever database gives them.
final class Values {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    /// Oracle's driver has its own numbers for times with a zone.
    private static final int ORACLE_ZONED = -101;

    private static final int ORACLE_LOCAL_ZONED = -102;

    /// What is larger is not loaded.
    private static final int LARGEST = 1024 * 1024;

    private Values() {}

    /// As JSON is to hold it: times with a zone, days without, texts, numbers and truths as they are, bytes as Base64.
    /// What is too large is told to be so, which a mapping that asks for it refuses.
    ///
    /// @param zone of times that have none
    static @Nullable Object of(ResultSet rows, int column, ResultSetMetaData columns, ZoneId zone) throws SQLException {
        Kind kind = kind(columns, column);
        if (kind == Kind.LARGE && isTooLarge(rows, column)) {
            return Map.of("tooLarge", true);
        }
        Object plain = JdbcUtils.getResultSetValue(rows, column);
        return switch (plain) {
            case null -> null;
            case String _, Number _, Boolean _, byte[] _ -> plain;
            default ->
                switch (kind) {
                    case ZONED -> TIME.format(rows.getObject(column, OffsetDateTime.class));
                    case LOCAL ->
                        TIME.format(rows.getObject(column, LocalDateTime.class).atZone(zone));
                    case DAY -> rows.getObject(column, LocalDate.class).toString();
                    case LARGE, OTHER -> plain.toString();
                };
        };
    }

    /// When a row has changed; null where what stands there is no time.
    static @Nullable Stamp stamp(ResultSet rows, int column, ResultSetMetaData columns) throws SQLException {
        Object plain = rows.getObject(column);
        return switch (plain) {
            case String _ -> null;
            case Number number -> new Stamp.Count(number.longValue());
            default ->
                switch (kind(columns, column)) {
                    case ZONED -> new Stamp.Zoned(rows.getObject(column, OffsetDateTime.class));
                    case LOCAL -> new Stamp.Local(rows.getObject(column, LocalDateTime.class));
                    case DAY ->
                        new Stamp.Local(rows.getObject(column, LocalDate.class).atTime(LocalTime.MIN));
                    case LARGE, OTHER -> null;
                };
        };
    }

    private static boolean isTooLarge(ResultSet rows, int column) throws SQLException {
        return switch (rows.getObject(column)) {
            case Clob text -> text.length() > LARGEST;
            case Blob bytes -> bytes.length() > LARGEST;
            case null, default -> false;
        };
    }

    private static Kind kind(ResultSetMetaData columns, int column) throws SQLException {
        String name = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        return switch (columns.getColumnType(column)) {
            case Types.TIMESTAMP_WITH_TIMEZONE, ORACLE_ZONED, ORACLE_LOCAL_ZONED -> Kind.ZONED;
            case Types.TIMESTAMP -> name.equals("timestamptz") ? Kind.ZONED : Kind.LOCAL;
            case Types.DATE -> Kind.DAY;
            case Types.CLOB, Types.NCLOB, Types.BLOB -> Kind.LARGE;
            default -> Kind.OTHER;
        };
    }

    private enum Kind {
        ZONED,
        LOCAL,
        DAY,
        LARGE,
        OTHER
    }
}
