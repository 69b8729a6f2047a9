package io.omnihub.cursor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/// When a row of a table has changed, as its column says it.
sealed interface Stamp {

    Pattern ZONED = Pattern.compile("T.*(Z|[+-]\\d\\d:\\d\\d(:\\d\\d)?)$");

    /// As a database compares it with the column.
    Object value();

    Stamp minus(Duration duration);

    /// This one, or the moment where that is earlier.
    ///
    /// @param zone of times that have none
    Stamp atMost(Instant moment, ZoneId zone);

    /// Whether it may leave out more than a second, up to a day: what a source has cut, or what happens to be so.
    boolean isCoarse();

    /// Reads what `toString` wrote.
    ///
    /// @throws IllegalArgumentException where it is none
    static Stamp parse(String text) {
        try {
            if (text.chars().allMatch(Character::isDigit)) {
                return new Count(Long.parseLong(text));
            }
            boolean zoned = ZONED.matcher(text).find();
            return zoned ? new Zoned(OffsetDateTime.parse(text)) : new Local(LocalDateTime.parse(text));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("is no time such as 2026-01-05T09:00:00", e);
        }
    }

    /// A time without a zone.
    record Local(LocalDateTime value) implements Stamp {

        @Override
        public Stamp minus(Duration duration) {
            return new Local(value.minus(duration));
        }

        @Override
        public Stamp atMost(Instant moment, ZoneId zone) {
            LocalDateTime then = LocalDateTime.ofInstant(moment, zone);
            return value.isAfter(then) ? new Local(then) : this;
        }

        @Override
        public boolean isCoarse() {
            return value.truncatedTo(ChronoUnit.MINUTES).equals(value);
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    record Zoned(OffsetDateTime value) implements Stamp {

        @Override
        public Stamp minus(Duration duration) {
            return new Zoned(value.minus(duration));
        }

        @Override
        public Stamp atMost(Instant moment, ZoneId zone) {
            return value.toInstant().isAfter(moment) ? new Zoned(moment.atOffset(ZoneOffset.UTC)) : this;
        }

        @Override
        public boolean isCoarse() {
            return value.truncatedTo(ChronoUnit.MINUTES).equals(value);
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /// Seconds or milliseconds since 1970.
    record Count(Long value) implements Stamp {

        private static final long FIRST_MILLIS = 100_000_000_000L;
        private static final long MINUTE_MILLIS = 60_000;
        private static final long MINUTE_SECONDS = 60;

        private boolean isMillis() {
            return value >= FIRST_MILLIS;
        }

        @Override
        public Stamp minus(Duration duration) {
            return new Count(Math.max(0, value - (isMillis() ? duration.toMillis() : duration.toSeconds())));
        }

        @Override
        public Stamp atMost(Instant moment, ZoneId zone) {
            return new Count(Math.min(value, isMillis() ? moment.toEpochMilli() : moment.getEpochSecond()));
        }

        @Override
        public boolean isCoarse() {
            return value % (isMillis() ? MINUTE_MILLIS : MINUTE_SECONDS) == 0;
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }
}
