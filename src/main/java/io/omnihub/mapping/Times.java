package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How foreign systems write times.
final class Times {

    /// Seconds since 1970 reach this in the year 5138; milliseconds did in 1973.
    private static final long MILLIS_FROM = 100_000_000_000L;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+");

    private Times() {}

    /// A time as most systems write it: seconds or milliseconds since 1970, or ISO-8601 with an offset.
    ///
    /// @throws IllegalArgumentException where it is none
    static Instant any(JsonNode node) {
        String text = Nodes.text(node).strip();
        try {
            if (NUMBER.matcher(text).matches()) {
                return number(node);
            }
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException | ArithmeticException _) {
            throw new IllegalArgumentException("must be a time: seconds or milliseconds since 1970, or ISO-8601 with an"
                    + " offset; declare others under times");
        }
    }

    private static Instant number(JsonNode node) {
        BigDecimal number = Nodes.decimal(node);
        return number.abs().compareTo(BigDecimal.valueOf(MILLIS_FROM)) < 0
                ? Instant.ofEpochMilli(number.movePointRight(3).longValue())
                : Instant.ofEpochMilli(number.longValue());
    }

    /// The functions of one declared form: `name()` reads it, `to-name()` writes it.
    static List<Function> compile(String name, Yaml yaml, @Nullable ZoneId zone) {
        Map<String, Yaml> keys =
                yaml.isScalar() ? Map.of("pattern", yaml) : yaml.map(Set.of("pattern", "zone", "locale"));
        Yaml pattern = keys.get("pattern");
        ZoneId own = keys.containsKey("zone") ? zone(keys.get("zone")) : zone;
        Locale locale = locale(keys.get("locale"));
        if (pattern == null) {
            yaml.wrong("must have a pattern");
            return List.of();
        }
        try {
            DateTimeFormatter form = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern.text())
                    .toFormatter(locale);
            return List.of(
                    Fn.of(
                            name,
                            node -> Nodes.of(read(form, own, Nodes.text(node).strip())
                                    .truncatedTo(ChronoUnit.MILLIS)
                                    .toString())),
                    Fn.of(
                            "to-" + name,
                            node -> Nodes.of(form.withZone(zone(form, own)).format(any(node)))));
        } catch (IllegalArgumentException e) {
            pattern.wrong("is no pattern of a time: " + e.getMessage());
            return List.of();
        }
    }

    private static @Nullable ZoneId zone(DateTimeFormatter form, @Nullable ZoneId zone) {
        return form.getZone() == null && zone == null ? ZoneId.of("UTC") : zone;
    }

    private static Instant read(DateTimeFormatter form, @Nullable ZoneId zone, String text) {
        try {
            TemporalAccessor read = form.parseBest(
                    text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return switch (read) {
                case ZonedDateTime zoned -> zoned.toInstant();
                case OffsetDateTime offset -> offset.toInstant();
                case LocalDateTime local -> local.atZone(known(zone)).toInstant();
                default -> ((LocalDate) read).atStartOfDay(known(zone)).toInstant();
            };
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("must be a time of the declared pattern");
        }
    }

    private static ZoneId known(@Nullable ZoneId zone) {
        if (zone == null) {
            throw new IllegalArgumentException("has no zone; declare one");
        }
        return zone;
    }

    static @Nullable ZoneId zone(@Nullable Yaml yaml) {
        if (yaml == null) {
            return null;
        }
        try {
            return ZoneId.of(yaml.text());
        } catch (DateTimeException _) {
            yaml.wrong("is no time zone, such as Asia/Shanghai");
            return null;
        }
    }

    static Locale locale(@Nullable Yaml yaml) {
        if (yaml == null) {
            return Locale.ROOT;
        }
        try {
            return new Locale.Builder().setLanguageTag(yaml.text()).build();
        } catch (IllformedLocaleException _) {
            yaml.wrong("is no language, such as de or zh-CN");
            return Locale.ROOT;
        }
    }
}
