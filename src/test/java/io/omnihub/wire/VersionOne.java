package io.omnihub.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.omnihub.message.Body;
import io.omnihub.message.Change;
import io.omnihub.wire.proto.Proto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// What version 1 wrote: for each kind its bytes and its JSON, and the numbers of all fields.
///
/// The files under `src/test/resources/wire/v1` are read by the tests for ever and never written again. After a new
/// kind was added to [Samples], running this class's main method from the project's directory adds the files that are
/// missing and leaves all others as they are.
final class VersionOne {

    static final Path FOLDER = Path.of("src/test/resources/wire/v1");

    private static final JsonMapper MAPPER = JsonCodec.mapper();

    private VersionOne() {}

    public static void main(String[] args) throws IOException {
        Files.createDirectories(FOLDER);
        for (Map.Entry<String, Body> body : Samples.bodies().entrySet()) {
            byte[] bytes = ProtobufCodec.encode(Samples.event(body.getValue()));
            write("event-" + body.getKey(), bytes, JsonCodec.encode(ProtobufCodec.decodeEvent(bytes)));
        }
        for (Map.Entry<String, Change> change : Samples.changes().entrySet()) {
            byte[] bytes = ProtobufCodec.encode(Samples.entry(change.getValue()));
            write("entry-" + change.getKey(), bytes, JsonCodec.encode(ProtobufCodec.decodeEntry(bytes)));
        }
        if (Files.notExists(FOLDER.resolve("fields.txt"))) {
            StringBuilder fields = new StringBuilder();
            numbers()
                    .forEach((name, number) ->
                            fields.append(name).append(" = ").append(number).append('\n'));
            Files.writeString(FOLDER.resolve("fields.txt"), fields);
        }
    }

    /// The number and type of every field and enum value, by its full name.
    static Map<String, String> numbers() {
        Map<String, String> numbers = new TreeMap<>();
        Proto.getDescriptor().getMessageTypes().forEach(message -> collect(message, numbers));
        Proto.getDescriptor().getEnumTypes().forEach(values -> collect(values, numbers));
        return numbers;
    }

    private static void collect(Descriptor message, Map<String, String> numbers) {
        for (FieldDescriptor field : message.getFields()) {
            numbers.put(field.getFullName(), field.getNumber() + " " + type(field));
        }
        message.getNestedTypes().forEach(nested -> collect(nested, numbers));
        message.getEnumTypes().forEach(values -> collect(values, numbers));
    }

    private static void collect(EnumDescriptor values, Map<String, String> numbers) {
        values.getValues()
                .forEach(value ->
                        numbers.put(values.getFullName() + "." + value.getName(), String.valueOf(value.getNumber())));
    }

    private static String type(FieldDescriptor field) {
        String type = switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.toProto().getType().name();
        };
        return field.isRepeated() ? "repeated " + type : type;
    }

    private static void write(String name, byte[] bytes, byte[] json) throws IOException {
        if (Files.notExists(FOLDER.resolve(name + ".bin"))) {
            Files.write(FOLDER.resolve(name + ".bin"), bytes);
            Files.writeString(
                    FOLDER.resolve(name + ".json"), MAPPER.readTree(json).toPrettyString() + "\n");
        }
    }
}
