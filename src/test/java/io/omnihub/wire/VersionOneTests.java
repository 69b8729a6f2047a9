package io.omnihub.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import io.omnihub.message.Body;
import io.omnihub.message.Change;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Unknown;
import io.omnihub.wire.proto.Proto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VersionOneTests {

    @ParameterizedTest
    @MethodSource("events")
    void anEventOfVersionOneIsRead(Path bytes) throws IOException {
        InboundEvent event = ProtobufCodec.decodeEvent(Files.readAllBytes(bytes));

        assertThat(event)
                .isEqualTo(Samples.event(requireNonNull(Samples.bodies().get(kind(bytes)))));
        assertThat(JsonCodec.decodeEvent(json(bytes))).isEqualTo(event);
        assertThat(JsonCodec.mapper().readTree(JsonCodec.encode(event)))
                .isEqualTo(JsonCodec.mapper().readTree(json(bytes)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void anEntryOfVersionOneIsRead(Path bytes) throws IOException {
        Entry entry = ProtobufCodec.decodeEntry(Files.readAllBytes(bytes));

        assertThat(entry)
                .isEqualTo(Samples.entry(requireNonNull(Samples.changes().get(kind(bytes)))));
        assertThat(JsonCodec.decodeEntry(json(bytes))).isEqualTo(entry);
        assertThat(JsonCodec.mapper().readTree(JsonCodec.encode(entry)))
                .isEqualTo(JsonCodec.mapper().readTree(json(bytes)));
    }

    @Test
    void everyKindHasASampleAndEverySampleItsFiles() throws IOException {
        assertThat(types(Samples.contents().values())).isEqualTo(kinds(Content.class));
        assertThat(types(Samples.bodies().values())).isEqualTo(kinds(Body.class));
        // What is unknown is of no version.
        Set<Class<?>> changes = new HashSet<>(kinds(Change.class));
        changes.remove(Unknown.class);
        assertThat(types(Samples.changes().values())).isEqualTo(changes);
        assertThat(types(Samples.bodies().values())).containsAll(kinds(Command.class));
        assertThat(events().map(VersionOneTests::kind))
                .containsExactlyInAnyOrderElementsOf(Samples.bodies().keySet());
        assertThat(entries().map(VersionOneTests::kind))
                .containsExactlyInAnyOrderElementsOf(Samples.changes().keySet());
    }

    @Test
    void noFieldOfVersionOneHasChangedItsNumberOrType() throws IOException {
        Map<String, String> now = VersionOne.numbers();
        Map<String, Descriptor> messages = messages();

        for (String line : Files.readAllLines(VersionOne.FOLDER.resolve("fields.txt"))) {
            String[] field = line.split(" = ", 2);
            String number = now.get(field[0]);
            if (number == null) {
                assertThat(isReserved(messages, field[0], field[1]))
                        .as("%s is reserved", field[0])
                        .isTrue();
            } else {
                assertThat(number).as(field[0]).isEqualTo(field[1]);
            }
        }
    }

    private static boolean isReserved(Map<String, Descriptor> messages, String name, String number) {
        Descriptor message = messages.get(name.substring(0, name.lastIndexOf('.')));
        return message != null
                && message.isReservedNumber(Integer.parseInt(number.split(" ", 2)[0]))
                && message.isReservedName(name.substring(name.lastIndexOf('.') + 1));
    }

    private static Map<String, Descriptor> messages() {
        Map<String, Descriptor> messages = new HashMap<>();
        Deque<Descriptor> open = new ArrayDeque<>(Proto.getDescriptor().getMessageTypes());
        while (!open.isEmpty()) {
            Descriptor message = open.pop();
            messages.put(message.getFullName(), message);
            open.addAll(message.getNestedTypes());
        }
        return messages;
    }

    private static Stream<Path> events() throws IOException {
        return files("event-");
    }

    private static Stream<Path> entries() throws IOException {
        return files("entry-");
    }

    private static Stream<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(VersionOne.FOLDER)) {
            return files
                    .filter(file -> file.getFileName().toString().matches(prefix + ".*\\.bin"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String kind(Path file) {
        return file.getFileName().toString().replaceAll("^[a-z]+-|\\.bin$", "");
    }

    private static byte[] json(Path bytes) throws IOException {
        return Files.readAllBytes(
                bytes.resolveSibling(bytes.getFileName().toString().replace(".bin", ".json")));
    }

    private static Set<Class<?>> types(Collection<?> samples) {
        return samples.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> kinds(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? kinds(kind).stream() : Stream.<Class<?>>of(kind))
                .collect(Collectors.toSet());
    }
}
