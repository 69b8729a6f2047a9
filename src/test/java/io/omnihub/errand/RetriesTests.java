package io.omnihub.errand;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTests {

    private static final Retries RETRIES =
            new Retries(Duration.ofSeconds(5), 3, Duration.ofHours(1), 0.2, 20, Duration.ofDays(2), 5);

    @Test
    void jitterMakesAPauseAFifthShorterOrLonger() {
        assertThat(RETRIES.pause(1, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(RETRIES.pause(1, 1)).isEqualTo(Duration.ofSeconds(6));
        assertThat(RETRIES.pause(20, 0.5)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void pausesThatAreToldOneByOneAreKept() {
        Retries told = new Retries(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), 0.1, Duration.ofDays(1), 5);
        assertThat(told.pause(1, 0.5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(told.pause(2, 1)).isEqualTo(Duration.ofSeconds(330));
        assertThat(told.attempts()).isEqualTo(3);
    }

    @Test
    void whatAPlatformSaysIsMadeFit() {
        assertThat(Words.id("a\nb\uD800c")).isEqualTo("a?b?c");
        assertThat(Words.id("x".repeat(600))).hasSize(512);
        assertThat(Words.sentence("😀".repeat(2_000)).length()).isLessThanOrEqualTo(2_000);
        assertThat(Words.id("id 你好😀")).isEqualTo("id 你好😀");
    }
}
