package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.buffer.BrokerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two nodes on one PostgreSQL and one Artemis, whose routes take files from one folder: one node at a time does.
final class LeaderIT {

    private static final Duration FAIL_OVER = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static PostgresServer postgres;
    private static BrokerProcess broker;
    private static HubProcess one;
    private static HubProcess two;

    private final HubProcess leader = leader("drop");
    private final HubProcess other = leader.equals(one) ? two : one;

    @BeforeAll
    static void startNodes() throws IOException {
        postgres = new PostgresServer(directory);
        broker = new BrokerProcess(directory);
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(
                directory.resolve("routes/drop.camel.yaml"),
                route("drop", "") + route("slow", "        - delay: {id: slow-delay, expression: {constant: 3000}}\n"));
        one = node("one");
        two = node("two");
        one.start();
        two.startBeside(one);
    }

    @AfterAll
    static void stopNodes() {
        two.close();
        one.close();
        broker.close();
        postgres.close();
    }

    private static HubProcess node(String name) throws IOException {
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("omnihub.buffer.url", broker.url());
        settings.put("omnihub.buffer.user", "hub");
        settings.put("omnihub.buffer.password", "secret");
        settings.put("omnihub.keys.secret", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        settings.put("omnihub.routes", directory.resolve("routes").toString());
        settings.put("drill.node", name);
        Path folder = Files.createDirectories(directory.resolve(name));
        Files.createDirectory(folder.resolve("channels"));
        Files.writeString(folder.resolve("channels/drop.yaml"), """
                omnihub:
                  channels:
                    drop:
                      capabilities: {}
                      inboxes:
                        drop-in: {}
                """);
        return new HubProcess(folder, settings);
    }

    /// It takes a file, leaves a copy beside that says by which node it was taken, and hands it in.
    private static String route(String name, String more) {
        return """
                - route:
                    id: %1$s
                    from:
                      id: %1$s-from
                      uri: master:%1$s:file:%2$s/%1$s
                      parameters: {initialDelay: 0, delay: 200, delete: true}
                      steps:
                        - setHeader: {id: %1$s-inbox, name: HubInbox, constant: drop-in}
                        - convertBodyTo: {id: %1$s-read, type: "byte[]"}
                        - to: {id: %1$s-copy, uri: "file:%2$s/by-{{drill.node}}?allowNullBody=true"}
                %3$s        - to: {id: %1$s-in, uri: "hub:inbound"}
                """.formatted(name, directory, more);
    }

    @Test
    void oneNodeTakesAndTheOtherTakesOverWhenItIsKilled() {
        List.of("k1", "k2", "k3").forEach(key -> drop("drop", key));
        await(leader).until(() -> texts(leader, "drop").containsAll(List.of("k1", "k2", "k3")));
        assertThat(taken(leader)).contains("k1", "k2", "k3");
        assertThat(taken(other)).doesNotContain("k1", "k2", "k3");

        leader.kill();
        drop("drop", "k4");
        Awaitility.await().atMost(FAIL_OVER).until(() -> taken(other).contains("k4"));
        await(other).untilAsserted(() -> assertThat(texts(other, "drop")).contains("k1", "k2", "k3", "k4"));

        leader.launch();
        leader.awaitReady();
        drop("drop", "k5");
        await(other).until(() -> texts(other, "drop").contains("k5"));
        assertThat(taken(other)).contains("k5");
    }

    @Test
    void oneThatWasFrozenGoesOnWithNothingThatIsAnothersNow() {
        HubProcess slow = leader("slow");
        HubProcess next = slow.equals(one) ? two : one;
        drop("slow", "f1");
        Awaitility.await().atMost(FAIL_OVER).until(() -> taken(slow).contains("f1"));
        // It has taken the file and not handed it in.
        slow.freeze();
        try {
            Awaitility.await().atMost(FAIL_OVER).until(() -> taken(next).contains("f1"));
            await(next).until(() -> texts(next, "slow").contains("f1"));
        } finally {
            slow.thaw();
        }
        Awaitility.await().atMost(FAIL_OVER).until(() -> !leads(slow, "slow"));
        drop("slow", "f2");
        await(next).until(() -> texts(next, "slow").contains("f2"));
        assertThat(texts(next, "slow")).containsExactly("f1", "f2");
        assertThat(taken(slow)).doesNotContain("f2");
    }

    private static ConditionFactory await(HubProcess asked) {
        return Awaitility.await("at " + asked.address()).atMost(20, TimeUnit.SECONDS);
    }

    private static HubProcess leader(String name) {
        return Awaitility.await("a leader of " + name)
                .atMost(FAIL_OVER)
                .until(
                        () -> Stream.of(one, two)
                                .filter(node -> leads(node, name))
                                .toList(),
                        leaders -> leaders.size() == 1)
                .getFirst();
    }

    private static boolean leads(HubProcess node, String name) {
        List<String> told = node.lines().stream()
                .filter(line -> line.endsWith("This node leads " + name)
                        || line.endsWith("This node does not lead " + name + " any more"))
                .toList();
        return node.isAlive() && !told.isEmpty() && told.getLast().endsWith("This node leads " + name);
    }

    /// A whole file at once.
    private static void drop(String folder, String key) {
        try {
            Path file = Files.writeString(directory.resolve(key), """
                    {"header": {"thread": "%s", "key": "message:%s"},
                     "body": {"type": "message", "externalId": "%s", "parts": [{"type": "text", "text": "%s"}]}}
                    """.formatted(folder, key, key, key));
            Files.createDirectories(directory.resolve(folder));
            Files.move(file, directory.resolve(folder).resolve(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files that a node took.
    private static List<String> taken(HubProcess node) {
        Path folder = directory.resolve("by-" + (node.equals(one) ? "one" : "two"));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(HubProcess node, String thread) {
        HubApi api = new HubApi(node.api());
        String conversation = api.conversations().get(thread);
        return conversation == null
                ? List.of()
                : api.entries(conversation).stream()
                        .map(LeaderIT::text)
                        .filter(text -> !text.isEmpty())
                        .toList();
    }

    private static String text(JsonNode entry) {
        return entry.path("change").path("parts").path(0).path("text").asString("");
    }
}
