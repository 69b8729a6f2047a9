package io.omnihub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.log.LogEpoch;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.web.RunningHub;
import io.omnihub.wire.proto.Proto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What goes to Kafka, in its two forms, by the route that is shipped for it; the topic is here.
final class CloudEventsTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<Sent> protobuf = new CopyOnWriteArrayList<>();
    private final List<Sent> json = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void bothFormsTellTheSameOfAnEntryAndProtobufIsReadByItsHeadersAndOurSchema() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        try (RunningHub hub = RunningHub.start(directory.resolve("data"), "--omnihub.routes=" + routes)) {
            topic(hub, "protobuf", protobuf);
            topic(hub, "json", json);
            Files.writeString(routes.resolve("protobuf.camel.yaml"), route("protobuf", "cloudEventProtobuf"));
            Files.writeString(routes.resolve("json.camel.yaml"), route("json", "cloudEvent"));
            ConversationId first = hub.begin(TenantId.DEFAULT, "amy", "Where is my order? 🚚");
            hub.say(
                    TenantId.DEFAULT,
                    "amy",
                    new Content.Text("A-1"),
                    new Content.Link("https://shop.example", "", "", null));
            ConversationId other = hub.begin(RunningHub.OTHER, "Hello");
            await().untilAsserted(() -> assertThat(
                            json.stream().map(sent -> read(sent).path("type").asString()))
                    .filteredOn("io.omnihub.message.created"::equals)
                    .hasSize(3));
            List<Sent> told = List.copyOf(json);
            await().untilAsserted(() -> assertThat(protobuf).hasSizeGreaterThanOrEqualTo(told.size()));

            for (int i = 0; i < told.size(); i++) {
                same(protobuf.get(i), told.get(i), hub.bean(LogEpoch.class).known());
            }
            assertThat(entries(first)).extracting(Proto.Entry::getTenant).containsOnly("default");
            assertThat(entries(other)).extracting(Proto.Entry::getTenant).containsOnly("other");
            assertThat(entries(first).stream()
                            .filter(Proto.Entry::hasMessage)
                            .flatMap(entry -> entry.getMessage().getPartsList().stream())
                            .map(part -> part.getText().getText()))
                    .containsExactly("Where is my order? 🚚", "A-1", "");
            assertThat(entries(first))
                    .isSortedAccordingTo(Comparator.comparingLong(Proto.Entry::getSequence))
                    .extracting(Proto.Entry::getSequence)
                    .doesNotHaveDuplicates();
        }
    }

    private static void same(Sent protobuf, Sent json, long epoch) throws IOException {
        JsonNode event = read(json);
        JsonNode data = event.path("data");
        Proto.Entry entry = Proto.Entry.parseFrom(protobuf.body());
        assertThat(json.headers())
                .containsOnlyKeys("CamelKafkaKey", "content-type")
                .containsEntry("content-type", "application/cloudevents+json; charset=UTF-8");
        assertThat(protobuf.headers())
                .containsEntry("content-type", "application/protobuf")
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", epoch + "-" + entry.getPartition() + "-" + entry.getPosition())
                .containsEntry("ce_sequence", Long.toString(entry.getSequence()))
                .containsEntry("CamelKafkaKey", entry.getConversation());
        Map<String, String> attributes = new TreeMap<>();
        event.properties().stream()
                .filter(attribute -> !List.of("data", "datacontenttype").contains(attribute.getKey()))
                .forEach(attribute -> attributes.put(
                        "ce_" + attribute.getKey(), attribute.getValue().asString()));
        attributes.put("content-type", "application/protobuf");
        attributes.put("CamelKafkaKey", entry.getConversation());
        assertThat(protobuf.headers()).containsExactlyInAnyOrderEntriesOf(attributes);
        assertThat(entry.getConversation()).isEqualTo(data.path("conversation").asString());
        assertThat(entry.getPosition()).isEqualTo(data.path("position").asLong());
        assertThat(entry.getSequence()).isEqualTo(data.path("sequence").asLong());
        assertThat(entry.getInbox()).isEqualTo(data.path("inbox").asString());
        assertThat(entry.getSender().getId())
                .isEqualTo(data.path("sender").path("id").asString());
    }

    private List<Proto.Entry> entries(ConversationId conversation) {
        return protobuf.stream()
                .filter(sent -> conversation.value().equals(sent.headers().get("ce_subject")))
                .map(CloudEventsTests::entry)
                .toList();
    }

    private static Proto.Entry entry(Sent sent) {
        try {
            return Proto.Entry.parseFrom(sent.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(Sent sent) {
        return JSON.readTree(sent.body());
    }

    private static void topic(RunningHub hub, String name, List<Sent> sent) {
        hub.bean(CamelContext.class).getRegistry().bind(name + "-topic", (Processor) exchange -> {
            Map<String, String> headers = new TreeMap<>();
            exchange.getMessage().getHeaders().forEach((header, value) -> headers.put(header, value.toString()));
            sent.add(new Sent(headers, exchange.getMessage().getMandatoryBody(byte[].class)));
        });
    }

    /// The shipped one, but for where it leads.
    private static String route(String name, String bean) throws IOException {
        String shipped = Files.readString(Path.of("routes/events-kafka.camel.yaml.example"));
        return shipped.substring(0, shipped.indexOf("        - to:"))
                        .replace("events-kafka", name)
                        .replace("subscription: kafka", "subscription: " + name)
                        .replace("\"#bean:cloudEvent\"", "\"#bean:" + bean + "\"")
                + "        - process: {id: %1$s-to, ref: \"#bean:%1$s-topic\"}%n".formatted(name);
    }

    /// What the component for Kafka gets; it makes the key of the header of this name, and headers of the others.
    @SuppressWarnings("ArrayRecordComponent")
    private record Sent(Map<String, String> headers, byte[] body) {}
}
