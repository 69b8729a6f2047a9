package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// The example of a business system's mapping on its samples.
final class CourierMappingTests {

    private static final Path SAMPLES = Path.of("src/test/resources/mapping/courier");
    private static final JsonMapper JSON = new JsonMapper();

    private final Mapping mapping = Mappings.compile(Path.of("routes/mappings/courier.yaml"));

    @Test
    void aParcelBecomesARecord() throws IOException {
        String made = Mapped.records(
                mapping.readRecords(Files.readAllBytes(SAMPLES.resolve("shipped.json")), Mapped.arrival("courier")));
        assertThat(JSON.readTree(made))
                .as(made)
                .isEqualTo(JSON.readTree(Files.readString(SAMPLES.resolve("shipped.record.json"))));
    }

    @Test
    void aPingIsNothing() throws IOException {
        assertThat(mapping.readRecords(Files.readAllBytes(SAMPLES.resolve("ping.json")), Mapped.arrival("courier")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"malformed.json, line 2", "unknown.json, no rule takes the input"})
    void whatCannotBeUnderstoodSaysWhy(String sample, String why) throws IOException {
        byte[] bytes = Files.readAllBytes(SAMPLES.resolve(sample));
        assertThatThrownBy(() -> mapping.readRecords(bytes, Mapped.arrival("courier")))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aWrongFieldIsNamedWithItsPlaceInTheMapping() {
        Mapping wrong = Mapped.compile("orders.yaml", """
                in:
                  each: .orders
                  rules:
                    - record: {type: "order", key: .no, tone: .tone}
                """);
        assertThatThrownBy(() -> wrong.readRecords(
                        "{\"orders\": [{\"no\": 1}, {\"no\": 2, \"tone\": \"pink\"}]}".getBytes(StandardCharsets.UTF_8),
                        Mapped.arrival("courier")))
                .hasMessageContaining("orders.yaml:4")
                .hasMessageContaining("tone: must be one of plain")
                .hasMessageContaining("[1]");
    }

    @Test
    void aMappingMakesRecordsOrEventsAndNotBoth() {
        assertThatThrownBy(() -> Mapped.compile("both.yaml", """
                        in:
                          thread: .a
                          rules:
                            - when: .order
                              record: {type: "order", key: .no}
                            - message: .id
                              parts: {text: .text}
                        """)).hasMessageContaining("both records and events");
    }
}
