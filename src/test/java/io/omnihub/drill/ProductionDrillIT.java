package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.buffer.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What docker-compose.yml starts, as processes of this machine: two nodes on one PostgreSQL and one Artemis, with
/// their secrets in files, whose events go to Kafka. One node after the other is killed under load.
final class ProductionDrillIT {

    private static final int KILLS = Integer.getInteger("drill.kills", 2);

    @TempDir
    private Path directory;

    @Test
    void oneOfTwoNodesIsKilledAndNothingIsLostTwiceOrOutOfOrder() throws IOException {
        try (PostgresServer postgres = new PostgresServer(directory);
                BrokerProcess broker = new BrokerProcess(directory);
                KafkaProcess kafka = new KafkaProcess(directory)) {
            Map<String, String> settings = settings(postgres, broker, kafka);
            try (Drill drill = new Drill(directory.resolve("first"), settings)) {
                settings.putAll(drill.platforms.settings());
                try (HubProcess second = new HubProcess(directory.resolve("second"), settings)) {
                    drill.begin();
                    second.startBeside(drill.hub);
                    for (int kill = 0; kill < KILLS; kill++) {
                        drill.letRun(Duration.ofSeconds(2));
                        HubProcess killed = kill % 2 == 0 ? second : drill.hub;
                        killed.kill();
                        drill.witness.killed();
                        drill.letRun(Duration.ofSeconds(2));
                        killed.launch();
                        killed.awaitReady();
                    }
                    drill.reckon("two nodes, one killed %d times".formatted(KILLS));
                    theEventsAreInKafka(kafka, drill.hubApi());
                }
            }
        }
    }

    private Map<String, String> settings(PostgresServer postgres, BrokerProcess broker, KafkaProcess kafka)
            throws IOException {
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("omnihub.buffer.url", broker.url());
        settings.put("omnihub.buffer.user", "hub");
        settings.put("omnihub.routes", routes().toString());
        settings.put("omnihub.hub.lease", "3s");
        settings.put("kafka.brokers", kafka.brokers());
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(
                secrets.resolve("omnihub.database.password"), settings.remove("omnihub.database.password") + "\n");
        Files.writeString(secrets.resolve("omnihub.buffer.password"), "secret\n");
        Files.writeString(secrets.resolve("omnihub.keys.secret"), "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        settings.put("spring.config.import", "configtree:" + secrets + "/");
        return settings;
    }

    /// Those of the distribution, with the one that it has as an example.
    private Path routes() throws IOException {
        Path routes =
                Files.createDirectories(directory.resolve("routes/mappings")).getParent();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = Path.of("routes").relativize(file).toString().replaceAll("\\.example$", "");
                Files.copy(file, routes.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return routes;
    }

    /// Of each conversation all entries, in order where what comes twice is dropped.
    private static void theEventsAreInKafka(KafkaProcess kafka, HubApi hub) {
        Map<String, Integer> stored = new HashMap<>();
        hub.conversations()
                .values()
                .forEach(id -> stored.put(id, hub.entries(id).size()));
        int all = stored.values().stream().mapToInt(Integer::intValue).sum();
        List<JsonNode> events = kafka
                .await(
                        "omnihub.events",
                        records -> records.stream()
                                        .map(record -> id(JsonMapper.shared().readTree(record.value())))
                                        .distinct()
                                        .count()
                                >= all)
                .stream()
                .map(record -> JsonMapper.shared().readTree(record.value()))
                .toList();
        Set<String> known = new HashSet<>();
        Map<String, Integer> sequences = new HashMap<>();
        events.stream().filter(event -> known.add(id(event))).forEach(event -> {
            String conversation = event.path("subject").asString();
            int sequence = event.at("/data/sequence").asInt();
            assertThat(sequence).isEqualTo(sequences.getOrDefault(conversation, 0) + 1);
            sequences.put(conversation, sequence);
        });
        assertThat(sequences).isEqualTo(stored);
    }

    private static String id(JsonNode event) {
        return event.path("id").asString();
    }
}
