package io.omnihub.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeliveryPropertiesTests {

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        DeliveryProperties properties = bind(Map.of());
        assertThat(properties)
                .isEqualTo(new DeliveryProperties(
                        Duration.ofSeconds(5),
                        3,
                        Duration.ofHours(1),
                        0.2,
                        20,
                        Duration.ofDays(2),
                        5,
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(10)));
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> bind(Map.of("omnihub.delivery.attempts", "0")))
                .rootCause()
                .hasMessageContaining("omnihub.delivery.attempts must be at least 1");
        assertThatThrownBy(() -> bind(Map.of("omnihub.delivery.longest-retry", "1s")))
                .rootCause()
                .hasMessageContaining("longest-retry");
    }

    private static DeliveryProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("omnihub.delivery", DeliveryProperties.class);
    }
}
