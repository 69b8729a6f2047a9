package io.omnihub.client;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.wire.FrameCodec;
import io.omnihub.wire.MessageModule;
import io.omnihub.wire.Models;
import io.omnihub.wire.ServerFrame;
import io.omnihub.wire.proto.Proto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The library's Protobuf against the hub's generated classes: what it makes of a frame is what its JSON is.
final class EncodingTests {

    /// The frames that only agents send.
    private static final Set<String> OF_AGENTS = Set.of("command", "watch", "unwatch", "list", "presence");

    private static final JsonMapper HUB = JsonMapper.builder()
            .addModule(new MessageModule())
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @Property(tries = 200)
    @Domain(Models.class)
    void anEntryHasTheSameFieldsInBoth(@ForAll Entry entry) {
        ServerFrame frame = new ServerFrame.Entries(entry.conversation(), List.of(entry, entry), true);

        assertThat(protobuf(frame)).isEqualTo(json(frame));
    }

    @Property(tries = 200)
    @Domain(Models.class)
    void whatIsSaidIsTheSameForTheHubInBoth(@ForAll Entry entry) throws Exception {
        Map<String, @Nullable Object> change = Json.object(
                Json.object(json(new ServerFrame.Fresh(entry)).get("entry")).get("change"));
        Map<String, @Nullable Object> send = send(change.getOrDefault("parts", List.of()));
        send.put("replyTo", change.get("replyTo"));

        assertIsTheSameForTheHub(send);
    }

    @ParameterizedTest
    @MethodSource
    void aFrameOfTheHubIsTheSameInBoth(Path file) throws Exception {
        Map<String, @Nullable Object> json = Json.readObject(Files.readString(file));
        ServerFrame frame = HUB.readValue(Files.readAllBytes(file), ServerFrame.class);

        assertThat(protobuf(frame)).isEqualTo("changed".equals(json.get("type")) ? Map.of() : json);
    }

    @ParameterizedTest
    @MethodSource
    void aFrameOfAUserIsTheSameInBoth(Path file) throws Exception {
        byte[] json = Files.readAllBytes(file);
        Map<String, @Nullable Object> frame = Json.readObject(new String(json, StandardCharsets.UTF_8));

        assertThat(FrameCodec.PROTOBUF.decode(Encoding.PROTOBUF.write(frame).toByteArray()))
                .isEqualTo(FrameCodec.JSON.decode(json));
    }

    /// A field that is added to omnihub.proto is added to the library too.
    @Test
    void theTableHasEveryFieldOfTheMessages() {
        Map<String, Descriptor> seen = new HashMap<>();
        compare(Shape.SERVER_FRAME, Proto.ServerFrame.getDescriptor(), seen);
        compare(Shape.CLIENT_FRAME, Proto.ClientFrame.getDescriptor(), seen);
        assertThat(seen).hasSizeGreaterThan(40);
    }

    @Test
    void whatALaterHubAddsIsPassedOverOrNamedByItsNumber() throws Exception {
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(
                        31,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("x"))
                                .build())
                .addField(32, UnknownFieldSet.Field.newBuilder().addFixed64(7).build())
                .addField(33, UnknownFieldSet.Field.newBuilder().addFixed32(7).build())
                .addField(34, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .build();
        Proto.ServerFrame.Builder frame = Proto.ServerFrame.newBuilder();
        frame.getEntriesBuilder().setConversation("c").setUnknownFields(later);
        frame.getEntriesBuilder().addEntriesBuilder().setSequence(7).setUnknownFields(later);
        Proto.Entry.Builder entry =
                frame.getEntriesBuilder().addEntriesBuilder().setVisibilityValue(9);
        entry.getMessageBuilder().addPartsBuilder().setUnknownFields(later);

        Map<String, @Nullable Object> read = read(frame.build().toByteArray());

        List<Map<String, @Nullable Object>> entries = Json.objects(read.get("entries"));
        assertThat(entries.getFirst())
                .containsEntry("kind", "unknown")
                .containsEntry("sequence", 7L)
                .containsEntry("change", Map.of("type", "unknown", "name", "change-31"));
        assertThat(entries.getLast()).containsEntry("visibility", "9");
        assertThat(new io.omnihub.client.Entry(entries.getLast()).parts())
                .extracting(Part::fields)
                .containsExactly(Map.of("type", "unsupported", "kind", "content-31"));
        assertThat(read(Proto.ServerFrame.newBuilder()
                        .setUnknownFields(later)
                        .build()
                        .toByteArray()))
                .isEmpty();
    }

    @Test
    void aPartThatTheLibraryDoesNotKnowIsKeptByTheHubAsItWouldBeInJson() throws Exception {
        Map<String, @Nullable Object> dance = new LinkedHashMap<>();
        dance.put("type", "dance");
        dance.put("steps", 3L);
        Map<String, @Nullable Object> send = send(List.of(dance));

        assertIsTheSameForTheHub(send);
        assertThat(FrameCodec.JSON.decode(Encoding.JSON.write(send).toByteArray()))
                .extracting("parts")
                .isEqualTo(List.of(new Content.Unsupported("dance", "{\"type\":\"dance\",\"steps\":3}")));
    }

    @Test
    void halfOfACharacterIsTheSameForTheHubInBoth() throws Exception {
        Map<String, @Nullable Object> send = send(List.of(Part.text("a\ud83db").fields()));

        assertIsTheSameForTheHub(send);
    }

    @ParameterizedTest
    @MethodSource
    void aValueOfAnotherKindIsNamedByItsField(Map<String, @Nullable Object> part, String field) {
        assertThatThrownBy(() -> Encoding.PROTOBUF.write(send(List.of(part))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("%s: must be ", field);
    }

    static List<Object[]> aValueOfAnotherKindIsNamedByItsField() {
        return List.of(
                new Object[] {Map.of("type", "text", "text", 7L), "text"},
                new Object[] {Map.of("type", "voice", "seconds", 1.5), "seconds"},
                new Object[] {Map.of("type", "voice", "seconds", 3.0), "seconds"},
                new Object[] {Map.of("type", "voice", "seconds", 1L << 40), "seconds"},
                new Object[] {Map.of("type", "location", "latitude", "north"), "latitude"},
                new Object[] {Map.of("type", "image", "media", "a picture"), "media"},
                new Object[] {Map.of("type", "card", "fields", "none"), "fields"},
                new Object[] {Map.of("type", "card", "metadata", List.of()), "metadata"},
                new Object[] {Map.of("text", "of no type"), "type"});
    }

    /// Whatever comes, it is read or refused; a length that is not there is not believed.
    @Test
    void whatIsNoFrameIsRefusedOrRead() throws Exception {
        byte[] good = FrameCodec.PROTOBUF.encode(new ServerFrame.Refused("c", "invalid", "你好", "parts"));
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > 0) {
                bytes[0] = (byte) ((1 + random.nextInt(12)) << 3 | 2);
            }
            try {
                read(bytes);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("what ends at byte ");
            }
        }
        byte[] huge = {10, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
        assertThatThrownBy(() -> read(huge)).hasMessageContaining("longer than what it is in");
        byte[] endless = new byte[1000];
        Arrays.fill(endless, (byte) 0xff);
        assertThatThrownBy(() -> read(endless)).hasMessageContaining("is no number");
    }

    private static void assertIsTheSameForTheHub(Map<String, @Nullable Object> frame) throws Exception {
        assertThat(FrameCodec.PROTOBUF.decode(Encoding.PROTOBUF.write(frame).toByteArray()))
                .isEqualTo(FrameCodec.JSON.decode(Encoding.JSON.write(frame).toByteArray()));
    }

    private static void compare(Shape shape, Descriptor message, Map<String, Descriptor> seen) {
        Map<Integer, String> expected = message.getFields().stream()
                .filter(field -> !isOfAgents(field))
                .collect(toMap(FieldDescriptor::getNumber, EncodingTests::told));
        assertThat(shape.fields.stream().collect(toMap(field -> field.number, EncodingTests::told)))
                .as(message.getFullName())
                .isEqualTo(expected);
        if (seen.putIfAbsent(shape.name() + "/" + message.getFullName(), message) == null) {
            for (Shape.Field field : shape.fields) {
                FieldDescriptor same = message.findFieldByNumber(field.number);
                if (same.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                    compare(field.shape(), same.getMessageType(), seen);
                }
            }
        }
    }

    private static boolean isOfAgents(FieldDescriptor field) {
        String frame = field.getContainingType().getName();
        return (frame.equals("ClientFrame") && OF_AGENTS.contains(field.getName()))
                || field.getName().equals("changed");
    }

    private static String told(Shape.Field field) {
        String kind = switch (field.kind) {
            case TEXT -> "STRING";
            case INT -> "INT";
            case LONG, TIME -> "LONG";
            case DOUBLE -> "DOUBLE";
            case FLAG -> "BOOLEAN";
            case WORD -> field.words.toString();
            case MESSAGE, FACTS, NUMBERS -> "MESSAGE";
        };
        return field.name + " " + kind + (field.isList || field.kind.isMap() ? " list" : "");
    }

    private static String told(FieldDescriptor field) {
        boolean choice = field.getRealContainingOneof() != null;
        String kind = field.getJavaType() == FieldDescriptor.JavaType.ENUM
                ? words(field).toString()
                : field.getJavaType().name();
        return (choice ? field.getName().replace('_', '-') : field.getJsonName())
                + " "
                + kind
                + (field.isRepeated() ? " list" : "");
    }

    private static List<String> words(FieldDescriptor field) {
        String prefix = field.getEnumType().getValues().getFirst().getName().replace("UNSPECIFIED", "");
        return field.getEnumType().getValues().stream()
                .skip(1)
                .map(value -> value.getName()
                        .substring(prefix.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'))
                .toList();
    }

    static Stream<Path> aFrameOfTheHubIsTheSameInBoth() throws IOException {
        return files("hub-", Set.of());
    }

    static Stream<Path> aFrameOfAUserIsTheSameInBoth() throws IOException {
        return files("client-", OF_AGENTS);
    }

    private static Stream<Path> files(String prefix, Set<String> without) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/websocket"))) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> without.stream()
                            .noneMatch(name -> file.getFileName().toString().contains(name)))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Map<String, @Nullable Object> send(@Nullable Object parts) {
        Map<String, @Nullable Object> send = new LinkedHashMap<>();
        send.put("type", "send");
        send.put("clientId", "019ca8a9-d2c0-7a55-9c52-b7d5a7f0c1de");
        send.put("parts", parts);
        return send;
    }

    private static Map<String, @Nullable Object> json(ServerFrame frame) {
        return Encoding.JSON.read(okio.ByteString.of(FrameCodec.JSON.encode(frame)));
    }

    private static Map<String, @Nullable Object> protobuf(ServerFrame frame) {
        return read(FrameCodec.PROTOBUF.encode(frame));
    }

    private static Map<String, @Nullable Object> read(byte[] frame) {
        return Encoding.PROTOBUF.read(okio.ByteString.of(frame));
    }
}
