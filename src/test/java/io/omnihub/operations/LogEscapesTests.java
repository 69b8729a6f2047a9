package io.omnihub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.web.RunningHub;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What strangers send never begins a line of the log.
final class LogEscapesTests {

    private static final Logger LOG = LoggerFactory.getLogger("io.omnihub.test");
    private static final String FORGED = "a\n2026-01-01T00:00:00 ERROR forged\r\u001b[31mred\u202etxt\u2028end";

    private final RunningHub hub = RunningHub.shared();

    @Test
    void aMessageIsOneLine() {
        try (WrittenLog log = new WrittenLog()) {
            LOG.warn("A {} of {}", FORGED, hub.address);

            assertThat(log.lines()).hasSize(1);
            assertThat(log.text())
                    .contains("a\\n2026-01-01T00:00:00 ERROR forged\\r\\u001b[31mred\\u202etxt\\u2028end")
                    .doesNotContain("\r", "\u202e", "\u2028");
        }
    }

    @Test
    void aMessageOfAnExceptionAndOfItsCausesBeginsNoLine() {
        try (WrittenLog log = new WrittenLog()) {
            var fault = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
            fault.addSuppressed(new IllegalArgumentException(FORGED));

            LOG.error("It failed", fault);

            assertThat(log.lines()).noneMatch(line -> line.startsWith("2026-01-01"));
            assertThat(log.text()).contains("Caused by: java.lang.IllegalArgumentException: a\\n2026");
        }
    }

    @Test
    void plainTextStaysAsItIs() {
        assertThat(LogText.escape("Ça va, 中文 مرحبا 😀 C:\\new")).isEqualTo("Ça va, 中文 مرحبا 😀 C:\\new");
    }
}
