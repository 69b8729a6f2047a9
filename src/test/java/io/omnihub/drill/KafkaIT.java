package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A channel whose customers come by a topic of Kafka and are answered by another, and the events of all that in a
/// third, while both the broker and the hub are killed.
final class KafkaIT {

    private static final int CUSTOMERS = 3;
    private static final int EACH = 40;

    /// Of who wrote the last record of each customer.
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-";

    @TempDir
    private Path directory;

    @Test
    void whatComesByKafkaAndTheEventsThatGoThereAreWholeAndInOrderThoughBrokerAndHubAreKilled() throws Exception {
        routes();
        try (KafkaProcess kafka = new KafkaProcess(directory);
                KafkaProducer<String, byte[]> producer = kafka.producer()) {
            HubProcess hub = new HubProcess(
                    directory,
                    Map.of(
                            "omnihub.routes", directory.resolve("routes").toString(),
                            "omnihub.hub.lease", "3s",
                            "kafka.brokers", kafka.brokers()));
            try (hub) {
                hub.start();
                send(producer, 0, EACH / 2);
                await().until(() -> stored(hub).size() > CUSTOMERS);
                kafka.kill();
                kafka.start();
                send(producer, EACH / 2, EACH);
                await().until(() -> stored(hub).size() > CUSTOMERS * EACH / 2);
                hub.kill();
                // A record that nobody can read keeps up nothing.
                producer.send(new ProducerRecord<>("acme-in", "customer-0", bytes("no JSON")))
                        .get();
                hub.start();
                send(producer, EACH, EACH + 1);
                await().untilAsserted(() -> assertThat(stored(hub)).hasSize(CUSTOMERS * (EACH + 1)));
                assertThat(new HubApi(hub.api()).deadLetters()).hasSize(1);
                theLogHasEachOnceAndInOrder(hub);

                String conversation = new HubApi(hub.api()).conversations().get("customer-1");
                hub.api()
                        .post(
                                "/api/v1/conversations/" + conversation + "/replies",
                                "{\"parts\":[{\"type\":\"text\",\"text\":\"It is on its way\"}]}");
                ConsumerRecord<String, byte[]> answer =
                        kafka.await("acme-out", records -> !records.isEmpty()).getFirst();
                assertThat(answer.key()).isEqualTo("customer-1");
                assertThat(new String(answer.value(), StandardCharsets.UTF_8)).contains("It is on its way");
                theEventsAreThoseOfTheLog(kafka, hub, conversation);
            }
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(90));
    }

    private void routes() throws IOException {
        Path routes =
                Files.createDirectories(directory.resolve("routes/mappings")).getParent();
        Files.copy(Path.of("routes/policies.camel.yaml"), routes.resolve("policies.camel.yaml"));
        Files.copy(Path.of("routes/events-kafka.camel.yaml.example"), routes.resolve("events-kafka.camel.yaml"));
        String page = Files.readString(Path.of("docs/analytics.md"));
        Files.writeString(routes.resolve("acme.camel.yaml"), example(page, "routes/acme.camel.yaml"));
        Files.writeString(routes.resolve("mappings/acme.yaml"), example(page, "routes/mappings/acme.yaml"));
        Path channels = Files.createDirectories(directory.resolve("channels"));
        Files.writeString(channels.resolve("acme.yaml"), example(page, "config/channels/acme.yaml"));
    }

    /// What a page shows behind a file's name.
    private static String example(String page, String file) {
        String after = page.substring(page.indexOf("`" + file + "`"));
        String from = after.substring(after.indexOf("```yaml\n") + "```yaml\n".length());
        return from.substring(0, from.indexOf("```"));
    }

    private static void send(KafkaProducer<String, byte[]> producer, int from, int to) throws Exception {
        for (int number = from; number < to; number++) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                String text = "{\"from\": \"customer-%1$d\", \"id\": \"%1$d-%2$d\", \"text\": \"%2$d\"}"
                        .formatted(customer, number);
                ProducerRecord<String, byte[]> record =
                        new ProducerRecord<>("acme-in", "customer-" + customer, bytes(text));
                if (number == EACH) {
                    record.headers().add("traceparent", bytes(TRACE + "00f067aa0ba902b7-01"));
                }
                Future<?> sent = producer.send(record);
                sent.get();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// By conversation and sequence.
    private static Map<String, String> stored(HubProcess hub) {
        HubApi api = new HubApi(hub.api());
        Map<String, String> stored = new HashMap<>();
        api.conversations()
                .values()
                .forEach(conversation -> api.entries(conversation).stream()
                        .filter(entry ->
                                entry.path("change").path("type").asString().equals("message"))
                        .filter(entry -> entry.path("direction").asString().equals("inbound"))
                        .forEach(entry -> stored.put(
                                conversation + "/" + entry.path("sequence").asLong(),
                                entry.path("change")
                                        .path("parts")
                                        .path(0)
                                        .path("text")
                                        .asString())));
        return stored;
    }

    private static void theLogHasEachOnceAndInOrder(HubProcess hub) {
        HubApi api = new HubApi(hub.api());
        List<String> all =
                IntStream.rangeClosed(0, EACH).mapToObj(Integer::toString).toList();
        api.conversations()
                .values()
                .forEach(conversation -> assertThat(api.entries(conversation).stream()
                                .filter(entry -> entry.path("change")
                                        .path("type")
                                        .asString()
                                        .equals("message"))
                                .map(entry -> entry.path("change")
                                        .path("parts")
                                        .path(0)
                                        .path("text")
                                        .asString()))
                        .containsExactlyElementsOf(all));
    }

    private static void theEventsAreThoseOfTheLog(KafkaProcess kafka, HubProcess hub, String answered) {
        List<ConsumerRecord<String, byte[]>> records = kafka.await(
                "omnihub.events",
                all -> all.stream()
                        .map(KafkaIT::event)
                        .anyMatch(event -> event.path("subject").asString().equals(answered)
                                && event.at("/data/change/state").asString().equals("accepted")));
        Set<String> known = new HashSet<>();
        Map<String, Long> sequences = new HashMap<>();
        Set<String> messages = new HashSet<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            JsonNode event = event(record);
            assertThat(event.path("specversion").asString()).isEqualTo("1.0");
            assertThat(record.key()).isEqualTo(event.path("subject").asString());
            Header type = record.headers().lastHeader("content-type");
            assertThat(new String(type.value(), StandardCharsets.UTF_8))
                    .as("by which readers know its form; here small letters are others than great ones")
                    .isEqualTo("application/cloudevents+json; charset=UTF-8");
            if (known.add(event.path("id").asString())) {
                long sequence = event.at("/data/sequence").asLong();
                assertThat(sequence)
                        .as("in order, and none is missing")
                        .isEqualTo(sequences.getOrDefault(record.key(), 0L) + 1);
                sequences.put(record.key(), sequence);
                if (event.path("type").asString().equals("io.omnihub.message.created")
                        && event.at("/data/direction").asString().equals("inbound")) {
                    messages.add(record.key() + "/" + sequence);
                    boolean last =
                            event.at("/data/change/parts/0/text").asString().equals(Integer.toString(EACH));
                    assertThat(event.path("traceparent").asString().startsWith(TRACE))
                            .as("the trace that it came with")
                            .isEqualTo(last);
                    assertThat(header(record).startsWith(TRACE)).isEqualTo(last);
                }
            }
        }
        assertThat(messages).isEqualTo(stored(hub).keySet());
    }

    private static String header(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader("traceparent");
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static JsonNode event(ConsumerRecord<String, byte[]> record) {
        return JsonMapper.shared().readTree(record.value());
    }
}
