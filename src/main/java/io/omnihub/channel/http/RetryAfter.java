package io.omnihub.channel.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// How long a platform wants to be left alone.
public final class RetryAfter {

    /// Whoever wants to be left alone for longer is asked again all the same.
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /// What the header `Retry-After` says, in seconds or as a time; zero where it says nothing (RFC 9110, 10.2.3).
    public static Duration of(String header) {
        String value = header.strip();
        try {
            return bounded(
                    value.matches("[0-9]{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(value))
                            : Duration.between(
                                    Instant.now(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException _) {
            return Duration.ZERO;
        }
    }

    /// The same time, if it is no longer than a day and not over.
    public static Duration bounded(Duration pause) {
        return pause.isNegative() ? Duration.ZERO : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
