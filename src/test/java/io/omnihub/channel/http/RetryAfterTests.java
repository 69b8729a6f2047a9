package io.omnihub.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTests {

    @Test
    void itIsToldInSecondsOrAsATimeAndIsADayAtMost() {
        String later = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        assertThat(RetryAfter.of(" 7 ")).isEqualTo(Duration.ofSeconds(7));
        assertThat(RetryAfter.of("999999999")).isEqualTo(Duration.ofDays(1));
        assertThat(RetryAfter.of(later)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-3", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void whatSaysNothingOrIsOverIsNoTime(String header) {
        assertThat(RetryAfter.of(header)).isEqualTo(Duration.ZERO);
    }
}
