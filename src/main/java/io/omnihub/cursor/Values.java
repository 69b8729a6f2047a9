package io.omnihub.cursor;

import java.math.BigDecimal;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcUtils;

/// Values of a row, whichever database gives them.
final class Values {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    /// Oracle's driver has its own numbers for times with a zone.
    private static final int ORACLE_ZONED = -101;

    private static final int ORACLE_LOCAL_ZONED = -102;

    private Values() {}

    /// As JSON is to hold it: times with a zone, days without, texts, numbers and truths as they are, bytes as Base64.
    ///
    /// @param zone of times that have none
    static @Nullable Object of(ResultSet rows, int column, ResultSetMetaData columns, ZoneId zone) throws SQLException {
        Object plain = JdbcUtils.getResultSetValue(rows, column);
        return switch (plain) {
            case null -> null;
            case String _, Number _, Boolean _, byte[] _ -> plain;
            default ->
                switch (kind(columns, column)) {
                    case ZONED -> TIME.format(rows.getObject(column, OffsetDateTime.class));
                    case LOCAL ->
                        TIME.format(rows.getObject(column, LocalDateTime.class).atZone(zone));
                    case DAY -> rows.getObject(column, LocalDate.class).toString();
                    case OTHER -> plain.toString();
                };
        };
    }

    /// @throws SourceException where the column is no time
    static Stamp stamp(ResultSet rows, int column, ResultSetMetaData columns) throws SQLException, SourceException {
        Object plain = JdbcUtils.getResultSetValue(rows, column);
        if (plain instanceof Number number
                && TableMark.number(new BigDecimal(number.toString())) instanceof Long count) {
            return new Stamp.Count(count);
        }
        if (!(plain instanceof String)) {
            switch (kind(columns, column)) {
                case ZONED -> {
                    return new Stamp.Zoned(rows.getObject(column, OffsetDateTime.class));
                }
                case LOCAL -> {
                    return new Stamp.Local(rows.getObject(column, LocalDateTime.class));
                }
                case DAY -> {
                    return new Stamp.Local(
                            rows.getObject(column, LocalDate.class).atTime(LocalTime.MIN));
                }
                case OTHER -> {}
            }
        }
        throw new SourceException(
                "its column of changes is neither a time nor whole seconds or milliseconds since 1970:"
                        + " cast it in the select");
    }

    private static Kind kind(ResultSetMetaData columns, int column) throws SQLException {
        String name = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        return switch (columns.getColumnType(column)) {
            case Types.TIMESTAMP_WITH_TIMEZONE, ORACLE_ZONED, ORACLE_LOCAL_ZONED -> Kind.ZONED;
            case Types.TIMESTAMP -> name.equals("timestamptz") ? Kind.ZONED : Kind.LOCAL;
            case Types.DATE -> Kind.DAY;
            default -> Kind.OTHER;
        };
    }

    private enum Kind {
        ZONED,
        LOCAL,
        DAY,
        OTHER
    }
}
