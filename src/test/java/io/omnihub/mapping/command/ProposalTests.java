package io.omnihub.mapping.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.mapping.Mappings;
import io.omnihub.mapping.Samples;
import io.omnihub.message.InboundEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalTests {

    private static final Path SAMPLES = Path.of("src/test/resources/mapping");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "suggested/titled.csv, 2",
        "suggested/chat.json, 1",
        "suggested/events.json, 2",
        "suggested/kite.json, 2",
        "suggested/odd.json, 1",
        "suggested/shipment.json, 1",
        "suggested/nobody.json, 1",
        "formats/orders.csv, 2",
        "formats/sms.form, 1",
        "formats/soap.xml, 1",
        "formats/alarm.txt, 3",
        "formats/po.txt, 1"
    })
    void whatIsProposedIsTheExpectedMappingAndTakesTheSample(String file, int events) throws IOException {
        Path sample = SAMPLES.resolve(file);
        byte[] bytes = Files.readAllBytes(sample);
        String proposed = new Proposal(bytes, ZONE).yaml(sample.getFileName().toString());
        String name = sample.getFileName().toString().replaceFirst("\\.\\w+$", ".yaml");
        assertThat(proposed)
                .isEqualTo(Files.readString(SAMPLES.resolve("suggested").resolve(name)));
        List<InboundEvent> read = Mappings.compile("proposed", proposed).read(bytes, Samples.arrival());
        assertThat(read).hasSize(events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"formats/host.txt", "formats/stock.xlsx"})
    void whatOnlyItsOwnerKnowsIsAskedFor(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(SAMPLES.resolve(file));
        assertThatThrownBy(() -> new Proposal(bytes, ZONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("declare");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "[1, 2]", "{}", "<a", "a", "a,b\n", "\u0000\u0001", "UNB+", "ISA*"})
    void whatIsNoSampleIsToldAsSuch(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new Proposal(bytes, ZONE).yaml("sample"))
                .isInstanceOfAny(IllegalArgumentException.class, io.omnihub.mapping.UnmappableException.class)
                .message()
                .isNotBlank();
    }
}
