package io.omnihub.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

final class BufferPropertiesTests {

    @Test
    void theDefaultIsABrokerInThisProcess() {
        assertThat(BufferRig.properties())
                .isEqualTo(new BufferProperties(
                        "",
                        "",
                        "",
                        1_000,
                        DataSize.ofMegabytes(4),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        DataSize.ofMegabytes(64),
                        DataSize.ofGigabytes(4),
                        DataSize.ofMegabytes(200),
                        true));
        assertThat(BufferRig.properties().embedded()).isTrue();
    }

    @Test
    void everySettingIsRead() {
        BufferProperties all = BufferRig.properties(
                "url", "tcp://broker:61616",
                "user", "hub",
                "password", "secret",
                "window-messages", "50",
                "window-size", "1MB",
                "stall", "1m",
                "pause", "5s",
                "memory", "128MB",
                "limit", "8GB",
                "minimum-free", "1GB",
                "jmx", "false");

        assertThat(all)
                .isEqualTo(new BufferProperties(
                        "tcp://broker:61616",
                        "hub",
                        "secret",
                        50,
                        DataSize.ofMegabytes(1),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        DataSize.ofMegabytes(128),
                        DataSize.ofGigabytes(8),
                        DataSize.ofGigabytes(1),
                        false));
        assertThat(all.embedded()).isFalse();
        assertThat(all.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "window-messages, 0",
        "window-size, 0B",
        "stall, 0s",
        "pause, -1s",
        "memory, 1KB",
        "limit, 1MB",
        "minimum-free, -1B",
        "user, hub"
    })
    void aWrongSettingIsNamed(String name, String value) {
        assertThatThrownBy(() -> BufferRig.properties(name, value))
                .rootCause()
                .hasMessageStartingWith("omnihub.buffer.%s ", name);
    }
}
