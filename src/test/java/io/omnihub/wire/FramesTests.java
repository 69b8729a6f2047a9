package io.omnihub.wire;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.wire.proto.Proto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The frames of docs/websocket.md, which the clients' tests read too.
final class FramesTests {

    private static final Path FOLDER = Path.of("src/test/resources/websocket");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(\\{\"type\".*?)```");

    @ParameterizedTest
    @MethodSource("ofClients")
    void aFrameOfAClientIsReadWhole(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);

        ClientFrame frame = FrameCodec.JSON.decode(bytes);

        JsonNode written = tree(JsonCodec.write(frame));
        assertThat(tree(bytes).properties()).allSatisfy(property -> {
            JsonNode value = written.path(property.getKey());
            if (property.getKey().equals("command")) {
                assertThat(value.path("parts")).isEqualTo(property.getValue().path("parts"));
            } else {
                assertThat(value).isEqualTo(property.getValue());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ofTheHub")
    void aFrameOfTheHubIsWrittenSo(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);

        ServerFrame frame = JsonCodec.read(bytes, "frame", ServerFrame.class);

        assertThat(tree(FrameCodec.JSON.encode(frame))).isEqualTo(tree(bytes));
        String kind = Proto.ServerFrame.parseFrom(FrameCodec.PROTOBUF.encode(frame))
                .getFrameCase()
                .name();
        assertThat(kind.toLowerCase(java.util.Locale.ROOT))
                .isEqualTo(tree(bytes).path("type").asString());
    }

    @Test
    void everyKindHasAFile() throws IOException {
        assertThat(types("client-")).isEqualTo(kinds(Proto.ClientFrame.FrameCase.values()));
        assertThat(types("hub-")).isEqualTo(kinds(Proto.ServerFrame.FrameCase.values()));
        assertThat(ClientFrame.class.getPermittedSubclasses())
                .hasSize(types("client-").size());
        assertThat(ServerFrame.class.getPermittedSubclasses())
                .hasSize(types("hub-").size());
    }

    @Test
    void theExamplesOfThePageAreTheFiles() throws IOException {
        Set<JsonNode> page = EXAMPLE.matcher(Files.readString(Path.of("docs/websocket.md")))
                .results()
                .map(found -> tree(found.group(1).getBytes(StandardCharsets.UTF_8)))
                .collect(toSet());

        assertThat(Stream.concat(ofClients(), ofTheHub()).map(FramesTests::read).collect(toSet()))
                .isEqualTo(page);
    }

    @Test
    void bothFormsOfAFrameAreReadAlike() throws Exception {
        Proto.ClientFrame.Builder send = Proto.ClientFrame.newBuilder();
        send.getSendBuilder()
                .setClientId("019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de")
                .addParts(Proto.Content.newBuilder()
                        .setText(Proto.Content.Text.newBuilder().setText("Hello")));
        Proto.ClientFrame.Builder fetch = Proto.ClientFrame.newBuilder();
        fetch.getFetchBuilder().setBefore(12).setLimit(50);

        Proto.ClientFrame.Builder early = Proto.ClientFrame.newBuilder();
        early.getListBuilder().setSince(1_772_000_000_000L);

        assertThat(FrameCodec.PROTOBUF.decode(early.build().toByteArray()))
                .as("as earlier versions gave it")
                .isEqualTo(new ClientFrame.Changes("2026-02-25T06:13:20Z", java.util.List.of()));
        assertThat(FrameCodec.PROTOBUF.decode(send.build().toByteArray()))
                .isEqualTo(FrameCodec.JSON.decode(Files.readAllBytes(FOLDER.resolve("client-send.json"))));
        assertThat(FrameCodec.PROTOBUF.decode(fetch.build().toByteArray()))
                .isEqualTo(FrameCodec.JSON.decode(Files.readAllBytes(FOLDER.resolve("client-fetch.json"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"dance\"}",
                "{\"type\": 7}",
                "{}",
                "[]",
                "",
                "{\"type\": \"ping\"",
                "{\"type\": \"ping\"} {}",
                "{\"type\": \"hello\", \"token\": \"a\", \"ticket\": \"b\"}",
                "{\"type\": \"send\", \"clientId\": \"short\", \"parts\": [{\"type\": \"text\", \"text\": \"x\"}]}",
                "{\"type\": \"fetch\", \"after\": 1, \"before\": 2}",
                "{\"type\": \"fetch\", \"limit\": 201}",
                "{\"type\": \"watch\"}",
                "{\"type\": \"presence\", \"state\": \"offline\"}"
            })
    void whatIsNoFrameIsRefused(String text) {
        assertThatThrownBy(() -> FrameCodec.JSON.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(BadFrameException.class, e -> {
                    assertThat(e.field()).isNotEmpty();
                    assertThat(e.clientId()).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"type\": \"text\", \"text\": \"\"}]",
                "[{\"type\": \"text\", \"text\": \"\\ud800\"}]",
                "[{\"type\": \"location\", \"latitude\": 91, \"longitude\": 0}]"
            })
    void aMessageThatBreaksARuleIsToldByItsClientId(String parts) {
        String clientId = "019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de";
        String frame = "{\"type\": \"send\", \"clientId\": \"" + clientId + "\", \"parts\": " + parts + "}";

        assertThatThrownBy(() -> FrameCodec.JSON.decode(frame.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(BadFrameException.class, e -> {
                    assertThat(e.clientId()).isEqualTo(clientId);
                    assertThat(e.field()).startsWith("parts");
                });
    }

    private static Set<String> types(String prefix) throws IOException {
        return files(prefix)
                .map(FramesTests::read)
                .map(frame -> frame.path("type").asString())
                .collect(toSet());
    }

    private static Set<String> kinds(Enum<?>[] cases) {
        return Arrays.stream(cases)
                .map(each -> each.name().toLowerCase(java.util.Locale.ROOT))
                .filter(name -> !name.equals("frame_not_set"))
                .collect(toSet());
    }

    private static Stream<Path> ofClients() throws IOException {
        return files("client-");
    }

    private static Stream<Path> ofTheHub() throws IOException {
        return files("hub-");
    }

    private static Stream<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList().stream();
        }
    }

    private static JsonNode read(Path file) {
        try {
            return tree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode tree(byte[] bytes) {
        return JsonCodec.tree(bytes);
    }
}
