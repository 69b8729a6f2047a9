package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.wire.JsonCodec;
import io.omnihub.wire.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What tests of mappings share: inputs are files, and beside each lies the `.unified.json` that it becomes.
final class Mapped {

    static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

    private static final JsonMapper MAPPER = new JsonMapper();

    private Mapped() {}

    /// What a mapping's file of that text is, without tables beside it.
    static Mapping compile(String file, String text) {
        return Compiler.compile(file, text, _ -> Optional.empty());
    }

    /// Mappings of a folder in use under their names.
    static Mappings inUse(Path folder, String... names) {
        Mappings mappings = new Mappings();
        mappings.use(Stream.of(names)
                .collect(Collectors.toMap(name -> name, name -> Mappings.compile(folder.resolve(name + ".yaml")))));
        return mappings;
    }

    static Arrival arrival(String channel) {
        return new Arrival(TenantId.DEFAULT, new ChannelId(channel), new InboxId("shop"), NOW);
    }

    /// The names of the inputs that have a result beside them, without their ending.
    static Stream<String> inputs(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".unified.json"))
                    .map(name -> name.substring(0, name.length() - ".unified.json".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static void assertMaps(Mapping mapping, Path folder, String input) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(input));
        Path expected = folder.resolve(input.replaceFirst("\\.[a-z0-9]+$", "") + ".unified.json");
        String actual = json(mapping.read(bytes, arrival("telegram")));
        if (Boolean.getBoolean("mapping.write")) {
            Files.writeString(expected, actual + "\n");
        }
        JsonNode wanted = MAPPER.readTree(Files.readString(expected));

        assertThat(MAPPER.readTree(actual)).as(actual).isEqualTo(wanted);
    }

    /// The events as unified JSON, without the bytes as received.
    static String json(List<InboundEvent> events) {
        List<JsonNode> nodes = events.stream()
                .map(Mapped::withoutRaw)
                .map(event -> MAPPER.readTree(new String(JsonCodec.encode(event), StandardCharsets.UTF_8)))
                .toList();
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(nodes.size() == 1 ? nodes.getFirst() : nodes);
    }

    /// Records as the JSON that `hub:record` takes.
    static String records(List<BusinessRecord> records) {
        List<JsonNode> nodes = records.stream()
                .map(record -> MAPPER.readTree(new String(RecordJson.encode(record), StandardCharsets.UTF_8)))
                .toList();
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(nodes.size() == 1 ? nodes.getFirst() : nodes);
    }

    private static InboundEvent withoutRaw(InboundEvent event) {
        return new InboundEvent(event.header().withRaw(null), event.body());
    }
}
