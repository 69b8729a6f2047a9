package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.TextFormat;
import io.omnihub.message.Content;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Recall;
import io.omnihub.wire.proto.Proto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BadInputTests {

    private static final Recall RECALL = new Recall(MessageRef.of(1));

    @ParameterizedTest
    @MethodSource("json")
    void jsonThatBreaksARuleIsRefusedByTheNameOfItsField(BadCase bad) {
        byte[] header = bytesOfHeader();
        String entry = new String(JsonCodec.encode(Samples.entry(RECALL)), StandardCharsets.UTF_8);
        byte[] json = bad.with("$HEADER", new String(header, StandardCharsets.UTF_8))
                .with("$ENTRY", entry.substring(1, entry.indexOf(",\"change\"")))
                .message()
                .getBytes(StandardCharsets.UTF_8);

        assertTold(bad, bad.isEntry() ? () -> JsonCodec.decodeEntry(json) : () -> JsonCodec.decodeEvent(json));
    }

    @ParameterizedTest
    @MethodSource("protobuf")
    void protobufThatBreaksARuleIsRefusedByTheNameOfItsField(BadCase bad) throws IOException {
        BadCase full = bad.with("$LONG", "長".repeat(30_000));
        if (bad.isEntry()) {
            Proto.Entry.Builder entry =
                    ProtoEntries.encode(Samples.entry(RECALL)).toBuilder().clearChange();
            merge(full.with("$ENTRY", ""), entry);
            assertTold(bad, () -> ProtobufCodec.decodeEntry(entry.build().toByteArray()));
            return;
        }
        Proto.InboundEvent.Builder event = Proto.InboundEvent.newBuilder();
        if (full.message().contains("$HEADER")) {
            event.setHeader(ProtoEvents.encode(Samples.event(RECALL)).getHeader());
        }
        merge(full.with("$HEADER", ""), event);
        assertTold(bad, () -> ProtobufCodec.decodeEvent(event.build().toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "ff", "0a05", "0affffffff7f", "120412020a00ff", "0a033801ff", "0b0b0b0b", "0a023a01"})
    void bytesThatAreNoProtobufAreRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> ProtobufCodec.decodeEvent(bytes));
        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> ProtobufCodec.decodeEntry(bytes));
    }

    @Test
    void everyTruncationOfAnEventIsRefusedOrComplete() {
        byte[] event = ProtobufCodec.encode(Samples.event(Message.of("id", new Content.Text("你好"))));
        byte[] json = JsonCodec.encode(Samples.event(Message.of("id", new Content.Text("你好"))));

        for (int length = 0; length < event.length; length++) {
            byte[] cut = Arrays.copyOf(event, length);
            assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> ProtobufCodec.decodeEvent(cut));
        }
        for (int length = 0; length < json.length; length++) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> JsonCodec.decodeEvent(cut));
        }
    }

    @Test
    void jsonThatIsNoUtf8IsRefused() {
        assertThat(told(() -> JsonCodec.decodeEvent(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', '}'})))
                .isEqualTo("event: must be well-formed JSON in UTF-8");
        assertThat(told(() -> JsonCodec.decodeEntry("{}".getBytes(StandardCharsets.UTF_16))))
                .isEqualTo("entry: must be well-formed JSON in UTF-8");
    }

    @Test
    void jsonThatIsTooDeepOrTooLargeIsRefused() {
        String deep = "{\"body\":{\"type\":\"message\",\"parts\":" + "[".repeat(100_000);
        byte[] large = new byte[40_000_000];
        Arrays.fill(large, (byte) ' ');

        assertThat(told(() -> JsonCodec.decodeEvent(deep.getBytes(StandardCharsets.UTF_8))))
                .contains("body")
                .endsWith(": must not be so large or so deeply nested");
        assertThat(told(() -> JsonCodec.decodeEvent(large))).isEqualTo("event: must not be longer than 33554432 bytes");
    }

    private static void merge(BadCase bad, com.google.protobuf.Message.Builder builder) throws IOException {
        TextFormat.Parser.newBuilder()
                .setSingularOverwritePolicy(TextFormat.Parser.SingularOverwritePolicy.ALLOW_SINGULAR_OVERWRITES)
                .build()
                .merge(bad.message(), builder);
    }

    private static byte[] bytesOfHeader() {
        String event = new String(JsonCodec.encode(Samples.event(RECALL)), StandardCharsets.UTF_8);
        return event.substring("{\"header\":".length(), event.indexOf(",\"body\""))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void assertTold(BadCase bad, Runnable decoding) {
        assertThat(told(decoding)).isEqualTo(bad.told()).doesNotContainIgnoringCase("marker");
    }

    private static String told(Runnable decoding) {
        return catchThrowableOfType(InvalidMessageException.class, decoding::run)
                .getMessage();
    }

    private static Stream<BadCase> json() throws IOException {
        return BadCase.read("json.txt");
    }

    private static Stream<BadCase> protobuf() throws IOException {
        return BadCase.read("protobuf.txt");
    }
}
