package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnihub.ChildJvm;
import io.omnihub.identity.Role;
import io.omnihub.web.RunningHub;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The JavaScript client library, as npm packs it, in Node.js against the real hub, in both encodings. Its widget is
/// tested in Chromium.
@ParameterizedClass
@ValueSource(strings = {"json", "protobuf"})
final class JavaScriptClientTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameter
    private String encoding;

    @TempDir
    private Path folder;

    private final LiveHub live = LiveHub.shared();
    private final Desk desk = new Desk(live.hub.as(Role.AGENT));

    /// With -Dprebuilt there may be no npm, and nothing that it has built.
    @BeforeAll
    static void theLibraryIsBuilt() {
        assumeTrue(
                System.getProperty("prebuilt") == null || Files.exists(NodeApp.PACKAGE.resolve("dist/index.js")),
                "clients/javascript/dist was not built");
    }

    @Test
    void bothSidesHearEverythingOnceAndInOrderHoweverOftenTheConnectionIsCut() throws Exception {
        List<String> texts = IntStream.range(0, 80).mapToObj(i -> "word " + i).toList();
        List<String> answers =
                IntStream.range(0, 40).mapToObj(i -> "answer " + i).toList();
        try (CuttingProxy proxy = new CuttingProxy(live.port());
                NodeApp app = app(Map.of("gateway", Map.of("url", proxy.url())))) {
            app.call("start");
            app.send(texts.getFirst());
            await().atMost(PATIENCE).until(() -> app.said().size() == 1);
            String conversation = conversation(app);
            int cuts = 0;
            for (int i = 1; i < texts.size(); i++) {
                app.send(texts.get(i));
                if (i % 2 == 0) {
                    desk.reply(conversation, answers.get(i / 2 - 1));
                }
                if (ThreadLocalRandom.current().nextInt(8) == 0) {
                    cuts += proxy.cut();
                }
            }
            desk.reply(conversation, answers.getLast());
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(app.stored()).hasSize(texts.size()).doesNotHaveDuplicates();
                assertThat(app.said()).isEqualTo(texts);
                assertThat(app.replies()).isEqualTo(answers);
            });
            assertThat(app.call("unsent")).isEmpty();
            assertThat(cuts).isPositive();
            assertThat(app.states()).contains("down");
            assertThat(desk.heard(conversation)).isEqualTo(texts);
        }
    }

    @Test
    void whatIsUnsentOutlivesAKilledProcessAndGoesOutInItsOrder() throws Exception {
        JsonNode position;
        try (NodeApp app = app(kept())) {
            app.call("start");
            app.send("first");
            await().atMost(PATIENCE).until(() -> app.said().equals(List.of("first")));
            position = app.call("position");
        }
        try (NodeApp app = app(with(kept(), "hub", nowhere()))) {
            app.send("second");
            app.call("start");
            app.send("third");
            await().atMost(PATIENCE).until(() -> app.states().contains("down"));
            app.kill();
        }
        Map<String, Object> other = with(kept(), "encoding", encoding.equals("json") ? "protobuf" : "json");
        try (NodeApp app = app(with(other, "after", position))) {
            app.send("fourth");
            app.call("start");
            await().atMost(PATIENCE).until(() -> app.said().equals(List.of("second", "third", "fourth")));
            assertThat(app.told("unsent").map(each -> each.at("/1/parts/0/text").asString()))
                    .startsWith("fourth", "second", "third");
            assertThat(app.call("unsent")).isEmpty();
            assertThat(desk.heard(conversation(app))).containsExactly("first", "second", "third", "fourth");
        }
    }

    @Test
    void whatIsWrittenBeforeTheHubWasEverReachedIsKeptToo() throws Exception {
        try (NodeApp app = app(with(kept(), "hub", nowhere()))) {
            app.send("into the dark");
            app.kill();
        }
        try (NodeApp app = app(kept())) {
            app.call("start");
            await().atMost(PATIENCE).until(() -> app.said().equals(List.of("into the dark")));
        }
    }

    @Test
    void aHubThatIsStartedAgainFindsEverythingOnceAndInOrder() {
        int http = ChildJvm.freePort();
        int gateway = ChildJvm.freePort();
        Path data = folder.resolve("hub");
        String[] settings = {
            "--omnihub.sites.mobile.app=true", "--server.port=" + http, "--omnihub.gateway.port=" + gateway
        };
        List<String> texts = List.of("before", "while it is away", "still away", "after");
        try (NodeApp app = app(with(kept(), "hub", "http://127.0.0.1:" + http))) {
            String conversation;
            try (RunningHub _ = RunningHub.start(data, settings)) {
                app.call("start");
                app.send(texts.getFirst());
                await().atMost(PATIENCE).until(() -> app.said().size() == 1);
                conversation = conversation(app);
            }
            app.send(texts.get(1));
            app.send(texts.get(2));
            await().atMost(PATIENCE).until(() -> app.states().contains("down"));
            try (RunningHub hub = RunningHub.start(data, settings)) {
                app.send(texts.get(3));
                app.call("wake");
                await().atMost(PATIENCE).until(() -> app.said().equals(texts));
                Desk again = new Desk(hub.as(Role.AGENT));
                again.reply(conversation, "welcome back");
                await().atMost(PATIENCE).until(() -> app.replies().equals(List.of("welcome back")));
                assertThat(again.heard(conversation)).isEqualTo(texts);
            }
        }
    }

    @Test
    void whereNoWebSocketGetsThroughTheSameGoesByRest() {
        String nowhere = nowhere().replace("http:", "ws:");
        try (NodeApp app = app(Map.of("gateway", Map.of("url", nowhere)))) {
            app.call("start");
            app.send("one");
            app.send("two");
            await().atMost(PATIENCE).until(() -> app.said().equals(List.of("one", "two")));
            desk.reply(conversation(app), "heard");
            await().atMost(PATIENCE).until(() -> app.replies().equals(List.of("heard")));
            assertThat(app.states()).endsWith("live");
        }
    }

    @Test
    void aFileGoesUpWithItsProgressAndComesBack() throws Exception {
        byte[] picture = Files.readAllBytes(Path.of("src/main/resources/io/omnihub/console/favicon.ico"));
        Path file = Files.write(folder.resolve("图片.ico"), picture);
        try (NodeApp app = app(Map.of())) {
            app.call("start");
            JsonNode uploaded = app.call("upload", file.toString(), "image/x-icon");
            assertThat(uploaded.path("progress")
                            .valueStream()
                            .map(each -> each.get(0).asInt()))
                    .isSorted()
                    .endsWith(picture.length);
            app.call("send", List.of(Map.of("type", "text", "text", "look"), uploaded.path("part")));
            await().atMost(PATIENCE).until(() -> app.said().equals(List.of("look")));
            JsonNode entry = app.entries().getFirst();
            assertThat(entry.at("/change/parts/1/media/fileName").asString()).isEqualTo("图片.ico");
            String back =
                    app.call("download", entry.path("sequence").asLong(), 1).asString();
            assertThat(Base64.getDecoder().decode(back)).isEqualTo(picture);
        }
    }

    @Test
    void anAppRegistersTheSameDeviceAtEachStartAndTellsOfItself() {
        String conversation = "";
        for (String token : List.of("first-script-token", "second-script-token")) {
            try (NodeApp app = app(kept())) {
                app.call("start");
                assertThat(app.call("registerDevice", "own", token, "", "zh-CN").isNull())
                        .isTrue();
                assertThat(app.call("context", Map.of("version", "2.3", "screen", token))
                                .isNull())
                        .isTrue();
                app.send("hello");
                await().atMost(PATIENCE).until(() -> app.stored().size() == 1);
                await().atMost(PATIENCE).until(() -> !app.entries().isEmpty());
                conversation = conversation(app);
                String told = conversation;
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(live.deviceTokens(told)).containsExactly(token);
                    assertThat(screen(told)).isEqualTo(token);
                });
            }
        }
        try (NodeApp app = app(kept())) {
            assertThat(app.call("registerDevice", "pigeon", "token").asString())
                    .contains("must be one of apns, fcm, own");
            assertThat(app.call("unregisterDevice").isNull()).isTrue();
        }
        assertThat(live.deviceTokens(conversation)).isEmpty();
    }

    @Test
    void aCardLeadsIntoTheAppByItsOwnAddress() {
        try (NodeApp app = app(Map.of())) {
            app.call("start");
            app.send("Where is my order?");
            await().atMost(PATIENCE).until(() -> app.said().size() == 1);
            desk.show(conversation(app), "Order 1024", "Show", "myshop://order/1024?from=chat");
            await().atMost(PATIENCE).until(() -> app.replies().size() == 1);
            assertThat(app.entries()
                            .getLast()
                            .at("/change/parts/0/buttons/0/url")
                            .asString())
                    .isEqualTo("myshop://order/1024?from=chat");
        }
    }

    @Test
    void whatTheHubRefusesIsToldAndTheOthersGoOn() {
        try (NodeApp app = app(Map.of())) {
            app.call("start");
            await().atMost(PATIENCE).until(() -> app.states().contains("live"));
            assertThat(app.send("x".repeat(70_000))).isEqualTo("too-large");
            String wrong = app.call("send", List.of()).asString();
            String wrongPart =
                    app.call("send", List.of(Map.of("type", "text", "text", 7))).asString();
            app.send("good");
            await().atMost(PATIENCE).until(() -> app.said().equals(List.of("good")));
            assertThat(app.call("unsent"))
                    .extracting(unsent -> unsent.path("clientId").asString())
                    .containsExactly(wrong, wrongPart);
            assertThat(app.call("unsent"))
                    .extracting(unsent -> unsent.at("/problem/code").asString())
                    .containsOnly("invalid");
            app.call("discard", wrongPart);
            app.call("again", wrong);
            await().atMost(PATIENCE)
                    .until(() ->
                            app.call("unsent").at("/0/problem/code").asString().equals("invalid"));
            String renamed = app.call("unsent").at("/0/clientId").asString();
            assertThat(renamed).isNotEqualTo(wrong);
            app.call("discard", renamed);
            assertThat(app.call("unsent")).isEmpty();
        }
    }

    @Test
    void aUserWhomTheAppsServerNamesHasOneConversationOnAllDevicesAndLeavesItWithTheLogin() {
        Map<String, String> ada = user("ada-" + LiveHub.newId());
        try (NodeApp phone = app(Map.of("user", ada));
                NodeApp tablet = app(Map.of("user", ada))) {
            phone.call("start");
            phone.send("from the phone");
            await().atMost(PATIENCE).until(() -> phone.said().size() == 1);
            tablet.call("start");
            tablet.send("from the tablet");
            await().atMost(PATIENCE)
                    .until(() -> phone.said().size() == 2 && phone.said().equals(tablet.said()));
            long last = phone.entries().getLast().path("sequence").asLong();
            assertThat(phone.call("before", last, 10)
                            .at("/entries/0/change/parts/0/text")
                            .asString())
                    .isEqualTo("from the phone");

            tablet.call("reset");
            tablet.send("from nobody in particular");
            await().atMost(PATIENCE).until(() -> tablet.said().size() == 3);
            assertThat(tablet.told("begins")).isNotEmpty();
            assertThat(conversation(tablet.entries().getLast())).isNotEqualTo(conversation(phone));
        }
    }

    @Test
    void anEntryHasTheSameFieldsInBothEncodings() {
        Map<String, String> ada = user("ada-" + LiveHub.newId());
        try (NodeApp json = app(Map.of("user", ada, "encoding", "json"));
                NodeApp protobuf = app(Map.of("user", ada, "encoding", "protobuf"))) {
            json.call("start");
            protobuf.call("start");
            protobuf.call(
                    "send",
                    List.of(
                            Map.of("type", "text", "text", "你好"),
                            Map.of("type", "location", "latitude", 31.2304, "longitude", 0, "name", "外滩"),
                            Map.of("type", "contact-card", "name", "Li Lei", "phone", "+8613800000000")));
            await().atMost(PATIENCE).until(() -> json.said().size() == 1);
            String conversation = conversation(json);
            desk.reply(conversation, "seen");
            desk.show(conversation, "Order 1024", "Show", "myshop://order/1024");
            await().atMost(PATIENCE).until(() -> protobuf.replies().size() == 2);
            protobuf.call("read", protobuf.entries().getLast().path("sequence").asLong());
            json.send("thank you");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(json, protobuf))
                            .allSatisfy(app -> assertThat(app.entries())
                                    .extracting(entry -> entry.path("kind").asString())
                                    .contains("read.marked")
                                    .filteredOn("message.created"::equals)
                                    .hasSize(4)));
            assertThat(protobuf.entries()).isEqualTo(json.entries());
        }
    }

    @Test
    void theSampleTalks() throws Exception {
        Path printed = folder.resolve("printed");
        Process chat = NodeApp.node("sample/chat.mjs", live.hub.address, "mobile", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        BufferedWriter typed = chat.outputWriter();
        try {
            String question = "Where is my order of " + LiveHub.newId() + "?";
            typed.append(question).append('\n').flush();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(printed).content().contains("[live]", "  ✓ " + question + "\n"));
            desk.show(desk.conversation(question), "Order 1024", "Show", "myshop://order/1024");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(printed)
                            .content()
                            .contains("[card] Order 1024\n  → Show myshop://order/1024\n"));
            typed.close();
            assertThat(chat.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(chat.exitValue()).isZero();
            assertThat(printed).content().endsWith("[ended]\n");
        } finally {
            chat.destroyForcibly();
        }
    }

    /// Which screen agents see that the visitor has.
    private String screen(String conversation) {
        String contact = live.hub
                .watcher()
                .get("/api/v1/conversations/" + conversation)
                .json()
                .at("/contact/id")
                .asString();
        return live.hub
                .watcher()
                .get("/api/v1/contacts/" + contact + "/contexts")
                .json()
                .at("/items/0/facts/screen")
                .asString();
    }

    private NodeApp app(Map<String, ?> options) {
        Map<String, Object> all =
                new HashMap<>(Map.of("hub", live.hub.address, "site", "mobile", "encoding", encoding));
        all.putAll(options);
        return new NodeApp(all);
    }

    private Map<String, Object> kept() {
        return Map.of("folder", folder.resolve("app").toString());
    }

    private static Map<String, Object> with(Map<String, Object> options, String name, Object value) {
        Map<String, Object> all = new HashMap<>(options);
        all.put(name, value);
        return all;
    }

    private static Map<String, String> user(String id) {
        return Map.of("id", id, "token", LiveHub.jwt(id, Map.of()));
    }

    /// An address where nobody listens.
    private static String nowhere() {
        return "http://127.0.0.1:" + ChildJvm.freePort();
    }

    private static String conversation(NodeApp app) {
        return conversation(app.entries().getFirst());
    }

    private static String conversation(JsonNode entry) {
        return entry.path("conversation").asString();
    }
}
