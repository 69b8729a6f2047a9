package io.omnihub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.omnihub.web.RunningHub;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import tools.jackson.databind.json.JsonMapper;

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
    void asJsonALineIsOneObject() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        StructuredLogEncoder json = new StructuredLogEncoder();
        json.setContext(context);
        json.setFormat("ecs");
        json.start();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.omnihub.test"), Level.ERROR, "A {}", new IllegalStateException(FORGED), null);
        event.setArgumentArray(new Object[] {FORGED});

        String written = new String(json.encode(event), StandardCharsets.UTF_8);

        assertThat(written.strip().lines()).hasSize(1);
        assertThat(JsonMapper.shared().readTree(written).path("message").asString())
                .isEqualTo("A " + FORGED);
        assertThat(written).doesNotContain("\r", "\u001b");
    }

    @Test
    void plainTextStaysAsItIs() {
        assertThat(LogText.escape("Ça va, 中文 مرحبا 😀 C:\\new")).isEqualTo("Ça va, 中文 مرحبا 😀 C:\\new");
    }
}
