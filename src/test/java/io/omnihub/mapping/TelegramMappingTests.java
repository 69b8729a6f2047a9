package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.InboundEvent;
import io.omnihub.wire.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Telegram's mapping, each of its updates beside what it becomes.
class TelegramMappingTests {

    private static final Path FOLDER = Path.of("src/test/resources/mapping/telegram");
    private static final Mapping TELEGRAM = Mappings.compile(Path.of("routes/mappings/telegram.yaml"));

    @ParameterizedTest
    @MethodSource("updates")
    void anUpdateBecomesWhatLiesBesideIt(String name) throws IOException {
        Mapped.assertMaps(TELEGRAM, FOLDER, name + ".json");
    }

    @Test
    void anUpdateOfNoChatIsRefusedWithItsPlace() throws IOException {
        byte[] update = Files.readAllBytes(FOLDER.resolve("of-no-chat.json"));

        assertThatThrownBy(() -> TELEGRAM.read(update, Mapped.arrival("telegram")))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining("telegram.yaml:17: in.thread: must be given");
    }

    @Test
    void itIsShortEnoughToBeRead() throws IOException {
        assertThat(Files.readAllLines(Path.of("routes/mappings/telegram.yaml"))).hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void whatBotsSaidIsOurs() throws IOException {
        byte[] update = Files.readAllBytes(FOLDER.resolve("bot-echo.json"));

        assertThat(TELEGRAM.read(update, Mapped.arrival("telegram"))).isEmpty();
    }

    @Test
    void theBytesAreKeptAsTheyCame() throws IOException {
        byte[] update = Files.readAllBytes(FOLDER.resolve("text.json"));

        InboundEvent event = TELEGRAM.read(update, Mapped.arrival("telegram")).getFirst();

        assertThat(event.header().raw()).isNotNull();
        assertThat(event.header().raw().bytes()).isEqualTo(update);
        assertThat(JsonCodec.decodeEvent(JsonCodec.encode(event))).isEqualTo(event);
    }

    static Stream<String> updates() throws IOException {
        return Mapped.inputs(FOLDER, ".json");
    }
}
