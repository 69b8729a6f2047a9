package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelCases;
import io.omnihub.identity.Role;
import io.omnihub.simulator.feishu.FeishuApp;
import io.omnihub.simulator.feishu.FeishuChat;
import io.omnihub.simulator.feishu.FeishuMessage;
import io.omnihub.simulator.feishu.FeishuPerson;
import io.omnihub.simulator.feishu.FeishuSimulator;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Feishu between the simulated platform and a whole hub.
final class FeishuChannelTests implements ChannelCases {

    private static final JsonMapper JSON = new JsonMapper();

    private static FeishuSimulator platform;
    /// Of another app of the same company.
    private static FeishuSimulator other;
    private static RunningHub hub;
    private static Api agent;

    private final Random random = new Random(20_260_302);

    private final Map<String, FeishuChat> groups = new HashMap<>();

    /// Another one for each test.
    private final FeishuPerson lilei = person("李雷");

    @BeforeAll
    static void open(@TempDir Path data) {
        platform = new FeishuSimulator(FeishuApp.sample(), Clock.systemUTC());
        FeishuApp sample = FeishuApp.sample();
        other = new FeishuSimulator(
                new FeishuApp(
                        "cli_another",
                        sample.secret(),
                        sample.verificationToken(),
                        sample.encryptKey(),
                        sample.tenantKey(),
                        "ou_0000000000000000000000000000b002",
                        "Sales"),
                Clock.systemUTC());
        List<String> settings = new ArrayList<>(List.of(SOON));
        for (String inbox :
                List.of("team", "twin", "windowed", "readable", "nameless", "nameless2", "nameless3", "sales")) {
            String prefix = "--omnihub.channels.feishu.inboxes." + inbox + ".";
            FeishuSimulator platform = inbox.equals("sales") ? other : FeishuChannelTests.platform;
            FeishuApp app = platform.app();
            settings.add(prefix + "app-id=" + app.appId());
            settings.add(prefix + "secret=" + app.secret());
            settings.add(prefix + "verification-token=" + app.verificationToken());
            settings.add(prefix + "api-url=" + platform.apiUrl());
            settings.add(prefix + "name-wait=2s");
            settings.add(
                    inbox.equals("readable")
                            ? prefix + "require-encryption=false"
                            : prefix + "encrypt-key=" + app.encryptKey());
        }
        settings.add("--omnihub.channels.feishu.inboxes.windowed.timestamp-window=8h");
        hub = RunningHub.startBare(data, settings.toArray(String[]::new));
        agent = hub.as(Role.AGENT);
    }

    @AfterAll
    static void close() {
        hub.close();
        platform.close();
        other.close();
    }

    @BeforeEach
    void encrypted() {
        platform.encrypts(true);
    }

    @Override
    public RunningHub hub() {
        return hub;
    }

    @Override
    public String channel() {
        return "feishu";
    }

    @Override
    public String inbox() {
        return "team";
    }

    @Override
    public String newCustomer() {
        return person("韩梅梅").openId();
    }

    @Override
    public Callback text(String customer, String id, String text) {
        return sealed(message(customer, id, "text", JSON.createObjectNode().put("text", text)));
    }

    @Override
    public Map<String, Supplier<Pushed>> others(String customer) {
        FeishuPerson she = platform.person(customer, "");
        FeishuChat chat = she.chat();
        Map<String, Supplier<Pushed>> others = new LinkedHashMap<>();
        others.put("image", () -> she.sendsPicture(chat, "image/png", PNG));
        others.put("file", () -> she.sendsFile(chat, "合同.txt", new byte[] {'x'}));
        others.put("voice", () -> she.sendsVoice(chat, "OggS and more".getBytes(StandardCharsets.US_ASCII), 1000));
        others.put("location", () -> she.sendsPlace(chat, 31.2304, 121.4737, "上海"));
        return others;
    }

    @Override
    public Callback unknown(String customer) {
        return sealed(message(customer, UUID.randomUUID().toString(), "hologram", JSON.createObjectNode()));
    }

    @Override
    public Callback malformed() {
        return platform.seal("hello " + UUID.randomUUID());
    }

    @Override
    public Map<String, Callback> untrusted(String customer) {
        Callback right = text(customer, "7", "forged");
        byte[] altered = right.body().clone();
        altered[altered.length / 2] ^= 1;
        return Map.of("wrong", new Callback("", right.headers(), altered), "none", without(right, "X-Lark-Signature"));
    }

    @Override
    public List<Callback> echoes(String customer) {
        ObjectNode echo = message(customer, "8", "text", JSON.createObjectNode().put("text", "echo"));
        ((ObjectNode) echo.path("sender")).put("sender_type", "app");
        return List.of(sealed(echo));
    }

    @Override
    public SimulatedPlatform platform() {
        return platform;
    }

    @Override
    public int never() {
        return 230025;
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<String> received(String customer) {
        return chat(customer).received().stream()
                .map(message -> JSON.readTree(message.content()).path("text").asString(""))
                .toList();
    }

    @Override
    public String shown(String customer) {
        return chat(customer).received().stream().map(FeishuMessage::content).collect(Collectors.joining("\n"));
    }

    private FeishuChat chat(String thread) {
        FeishuChat group = groups.get(thread);
        return group == null ? platform.person(thread, "").chat() : group;
    }

    @Override
    public Group group(int members) {
        FeishuPerson[] all = IntStream.range(0, members)
                .mapToObj(member -> person("M" + member))
                .toArray(FeishuPerson[]::new);
        FeishuChat group = platform.group("经销商 Dealers", all);
        groups.put(group.id(), group);
        return new Group(group.id(), (member, text) -> {
            ObjectNode said = message(
                    all[member].openId(),
                    UUID.randomUUID().toString(),
                    "text",
                    JSON.createObjectNode().put("text", text));
            ((ObjectNode) said.path("message")).put("chat_id", group.id()).put("chat_type", "group");
            return sealed(said);
        });
    }

    @Override
    public Pushed presses(String customer, String label, String value) {
        FeishuPerson she = platform.person(customer, "");
        return she.clicks(she.chat().received().getLast(), label);
    }

    @Override
    public List<byte[]> files(String customer) {
        return chat(customer).received().stream()
                .map(message -> JSON.readTree(message.content()))
                .map(content -> content.path("file_key")
                        .asString(content.path("image_key").asString("")))
                .filter(key -> !key.isEmpty())
                .map(platform::media)
                .toList();
    }

    @Override
    public String twin() {
        return "twin";
    }

    @Override
    public Callback late(String customer, String id, String text, Duration late) {
        try (FeishuSimulator earlier =
                new FeishuSimulator(platform.app(), Clock.offset(Clock.systemUTC(), late.negated()))) {
            ObjectNode message =
                    message(customer, id, "text", JSON.createObjectNode().put("text", text));
            ((ObjectNode) message.path("message"))
                    .put("create_time", Long.toString(System.currentTimeMillis() - late.toMillis()));
            return earlier.seal(earlier.event("im.message.receive_v1", message));
        }
    }

    private static Callback sealed(ObjectNode message) {
        return platform.seal(platform.event("im.message.receive_v1", message));
    }

    @Test
    void theAddressIsProvedEncryptedAndReadable() {
        assertThat(platform.verifies()).isTrue();
        pushTo("readable");
        assertThat(platform.verifies()).isFalse();
        platform.encrypts(false);
        assertThat(platform.verifies()).isTrue();
        pushTo("team");
        assertThat(platform.verifies()).isFalse();
    }

    @Test
    void aPersonWritesIsAnsweredReadsReactsAndTakesBack() {
        taken(lilei.enters());
        taken(lilei.says("你好 🙂 𠮷"));
        FeishuMessage said = lilei.chat().messages().getLast();
        String conversation = conversation(lilei.openId());
        assertThat(agent.get("/api/v1/conversations/" + conversation)
                        .json()
                        .path("contact")
                        .path("name")
                        .asString())
                .isEqualTo("李雷");
        assertThat(changes(conversation, "message"))
                .extracting(change -> change.path("parts").path(0).path("type").asString())
                .containsExactly("system-event", "text");

        reply(conversation, text("在的"));
        FeishuMessage answer = received(lilei.chat(), 1);
        assertThat(answer.content()).isEqualTo("{\"text\":\"在的\"}");
        // What comes before the receipt waits for it.
        taken(lilei.reads(answer));
        taken(lilei.reacts(answer, "THUMBSUP", false));
        taken(lilei.recalls(said));

        await().untilAsserted(() -> {
            assertThat(changes(conversation, "read-mark")).hasSize(1);
            assertThat(changes(conversation, "reaction"))
                    .extracting(change -> change.path("emoji").asString())
                    .containsExactly("👍");
            assertThat(changes(conversation, "recall"))
                    .extracting(change -> change.path("target").path("sequence").asInt())
                    .containsExactly(sequenceOf(conversation, "你好 🙂 𠮷"));
        });
    }

    @Test
    void aGroupIsOneConversationInWhichEachMessageIsSomebodys() {
        FeishuPerson tom = person("Tom");
        FeishuChat group = platform.group("经销商 Dealers", lilei, tom);
        taken(lilei.addsBot(group));
        taken(lilei.says(group, "first"));
        taken(tom.replies(group, group.messages().getFirst().id(), "second"));
        taken(lilei.asksBot(group, "can you help?"));

        String conversation = conversation(group.id());

        await().untilAsserted(() -> assertThat(said(conversation))
                .containsExactly("李雷: bot-added", "李雷: first", "Tom: second", "李雷: can you help?"));
        JsonNode known = agent.get("/api/v1/conversations/" + conversation).json();
        assertThat(known.path("contact").path("name").asString()).isEqualTo("经销商 Dealers");
        assertThat(changes(conversation, "message")
                        .get(2)
                        .path("replyTo")
                        .path("sequence")
                        .asInt())
                .isEqualTo(sequenceOf(conversation, "first"));
        reply(conversation, text("Of course"));
        assertThat(received(group, 1).content()).contains("Of course");
        assertThat(lilei.chat().received()).isEmpty();
    }

    @Test
    void whatAnswersAMessageOfATopicStaysThere() {
        FeishuChat group = platform.group("Dealers", lilei);
        taken(lilei.says(group, "a topic"));
        String beginning = group.messages().getFirst().id();
        taken(lilei.repliesInThread(group, beginning, "in it"));
        String conversation = conversation(group.id());
        await().untilAsserted(() -> assertThat(said(conversation)).hasSize(2));
        assertThat(changes(conversation, "message")
                        .getLast()
                        .path("replyTo")
                        .path("sequence")
                        .asInt())
                .isEqualTo(sequenceOf(conversation, "a topic"));

        var answer = agent.post(
                "/api/v1/conversations/" + conversation + "/replies",
                "{\"parts\":[" + text("one") + "," + text("two") + "],\"replyTo\":{\"sequence\":"
                        + sequenceOf(conversation, "in it") + "}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);

        received(group, 2);
        assertThat(group.received()).hasSize(2).allMatch(FeishuMessage::inThread);
    }

    @Test
    void aPersonIsOneContactInAllAppsOfTheCompany() {
        FeishuPerson there = other.person("ou_another" + lilei.openId().substring("ou_another".length()), "李雷");
        other.pushesTo(URI.create(hub.address + "/channels/feishu/sales"));
        taken(lilei.says("to the team"));
        String conversation = conversation(lilei.openId());
        taken(there.says("to sales"));
        String sales = conversation(there.openId(), "sales");

        await().untilAsserted(() -> assertThat(contact(sales)).isEqualTo(contact(conversation)));
        // A group is nobody.
        FeishuChat group = platform.group("Dealers", lilei);
        taken(lilei.says(group, "to all"));
        assertThat(contact(conversation(group.id()))).isNotEqualTo(contact(conversation));
        assertThat(agent.get("/api/v1/contacts/" + contact(conversation)).json().path("identities"))
                .hasSize(2);
        assertThat(other.takeBreaches()).isEmpty();
    }

    private static String contact(String conversation) {
        return agent.get("/api/v1/conversations/" + conversation)
                .json()
                .path("contact")
                .path("id")
                .asString();
    }

    @Test
    void whatIsForwardedIsReadOut() {
        FeishuPerson tom = person("Tom");
        FeishuChat elsewhere = platform.group("Elsewhere", lilei, tom);
        taken(tom.says(elsewhere, "the price is 5 <b>"));
        taken(lilei.sendsFile(elsewhere, "合同.pdf", new byte[] {'x'}));
        taken(tom.sendsPlace(elsewhere, 31.2304, 121.4737, "上海"));
        taken(tom.sends(elsewhere, "hologram", JSON.createObjectNode()));
        taken(tom.sends(elsewhere, "image", JSON.createObjectNode()));

        taken(lilei.forwards(lilei.chat(), elsewhere.messages()));

        JsonNode card = await().until(
                        () -> changes(conversation(lilei.openId()), "message").stream()
                                .map(change -> change.path("parts").path(0))
                                .findFirst()
                                .orElse(null),
                        part -> part != null);
        assertThat(card.path("type").asString()).isEqualTo("card");
        assertThat(card.path("fields"))
                .extracting(field -> field.path("name").asString("") + ": "
                        + field.path("value").asString(""))
                .containsExactly(
                        "Tom: the price is 5 <b>",
                        "李雷: [file] 合同.pdf",
                        "Tom: [location] 上海",
                        "Tom: [hologram]",
                        "Tom: [image]");
    }

    @Test
    void whereFeishuDoesNotTellWhatWasForwardedItIsShownThatSomethingWas() {
        platform.refusesNames(99991672);
        try {
            pushTo("nameless3");
            taken(lilei.forwards(lilei.chat(), List.of()));
            await().untilAsserted(() -> assertThat(changes(conversation(lilei.openId(), "nameless3"), "message"))
                    .singleElement()
                    .satisfies(change -> assertThat(
                                    change.path("parts").path(0).path("type").asString())
                            .isEqualTo("unsupported")));
        } finally {
            platform.refusesNames(0);
        }
    }

    @Test
    void agentsSeeWhatPeopleLookLike() {
        FeishuChat group = platform.group("Dealers", lilei);
        taken(lilei.says("hello"));
        taken(lilei.says(group, "hello all"));
        String alone = "/api/v1/conversations/" + conversation(lilei.openId()) + "/avatar";
        String there = "/api/v1/conversations/" + conversation(group.id()) + "/avatar";

        for (String path : List.of(alone, there, there + "?person=" + lilei.openId())) {
            var shown = agent.get(path);
            assertThat(shown.status()).as(path).isEqualTo(200);
            assertThat(shown.header("Content-Type")).isEqualTo("image/png");
            assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(shown.header("Cache-Control")).isEqualTo("private, max-age=86400");
        }
        Api operator = hub.as(Role.OPERATOR);
        operator.post("/api/v1/inboxes/team/drain", "");
        try {
            await().untilAsserted(() -> assertThat(agent.get(alone).status()).isEqualTo(404));
        } finally {
            operator.post("/api/v1/inboxes/team/resume", "");
        }
        await().untilAsserted(() -> assertThat(agent.get(alone).status()).isEqualTo(200));
        assertThat(agent.get(there + "?person=ou_nobody").status()).isEqualTo(404);
        assertThat(agent.get(there + "?person=" + "x".repeat(300)).status()).isEqualTo(404);
        platform.showsAvatars(_ -> "<svg onload='alert(1)'/>".getBytes(StandardCharsets.US_ASCII));
        try {
            assertThat(agent.get(alone).status()).isEqualTo(404);
        } finally {
            platform.showsAvatars(FeishuSimulator::avatar);
        }
    }

    @Test
    void pictureAndFileAreFetchedAndShown() {
        taken(lilei.sendsPicture(lilei.chat(), "image/png", PNG));
        taken(lilei.sendsFile(lilei.chat(), "合同.txt", "text".getBytes(StandardCharsets.US_ASCII)));
        String conversation = conversation(lilei.openId());

        await().untilAsserted(() -> assertThat(changes(conversation, "media-stored"))
                .extracting(change -> change.path("media").path("contentType").asString())
                .containsExactlyInAnyOrder("image/png", "application/octet-stream"));
        assertThat(changes(conversation, "message")
                        .getLast()
                        .path("parts")
                        .path(0)
                        .path("media")
                        .path("fileName")
                        .asString())
                .isEqualTo("合同.txt");
    }

    @Test
    void aClickOnACardIsAnsweredAndTold() {
        taken(lilei.says("order?"));
        String conversation = conversation(lilei.openId());
        FeishuMessage card = card("om_card", "确认收货", false);

        Pushed clicked = lilei.clicks(card, "确认收货");

        assertThat(JSON.readTree(clicked.body())
                        .path("toast")
                        .path("i18n")
                        .path("en_us")
                        .asString())
                .isEqualTo("Received");
        await().untilAsserted(() -> assertThat(said(conversation)).contains("李雷: card-click"));
        JsonNode event =
                changes(conversation, "message").getLast().path("parts").path(0);
        assertThat(event.path("data").path("button").asString()).isEqualTo("确认收货");
    }

    @Test
    void aClickOnACardThatIsGoneIsKeptAllTheSame() {
        taken(lilei.says("order?"));
        String conversation = conversation(lilei.openId());
        FeishuMessage gone = card("om_gone", "好", true);

        Pushed clicked = lilei.clicks(gone, "好");

        assertThat(clicked.body()).contains("toast");
        await().untilAsserted(() -> assertThat(said(conversation)).contains("李雷: card-click"));
    }

    @Test
    void anEventSevenHoursLateIsTakenOnce() {
        try (FeishuSimulator earlier =
                new FeishuSimulator(platform.app(), Clock.offset(Clock.systemUTC(), Duration.ofHours(-7)))) {
            Callback late = earlier.seal(earlier.event("im.message.receive_v1", message("late")));
            for (String inbox : List.of("team", "windowed")) {
                pushTo(inbox);
                taken(platform.deliver(late));
                taken(platform.deliver(late));
            }
        }
        pushTo("windowed");
        try (FeishuSimulator tooEarly =
                new FeishuSimulator(platform.app(), Clock.offset(Clock.systemUTC(), Duration.ofHours(-9)))) {
            Callback stale = tooEarly.seal(tooEarly.event("im.message.receive_v1", message("stale")));
            assertThat(platform.deliver(stale).status()).isEqualTo(403);
        }

        // Both inboxes are of one app.
        await().untilAsserted(() -> {
            assertThat(said(conversation(lilei.openId(), "team"))).containsExactly("李雷: late");
            assertThat(said(conversation(lilei.openId(), "windowed"))).containsExactly("李雷: late");
        });
    }

    @Test
    void readableEventsOfBothFormsAreTakenWhereTheyMayBe() {
        pushTo("readable");
        platform.encrypts(false);
        taken(lilei.says("new form"));
        ObjectNode old = JSON.createObjectNode()
                .put("open_id", lilei.openId())
                .put("open_message_id", "om_" + UUID.randomUUID())
                .put("chat_type", "private")
                .put("open_chat_id", lilei.chat().id())
                .put("msg_type", "text")
                .put("text", "old form");
        taken(platform.pushes(platform.oldEvent("message", old)));

        await().untilAsserted(() -> assertThat(said(conversation(lilei.openId(), "readable")))
                .containsExactly("李雷: new form", "李雷: old form"));
    }

    @Test
    void nobodyElseIsTrusted() {
        Callback right = platform.seal(platform.event("im.message.receive_v1", message("x")));
        byte[] altered = right.body().clone();
        altered[altered.length / 2] ^= 1;
        refused(new Callback("", right.headers(), altered));
        refused(without(right, "X-Lark-Signature"));
        refused(without(right, "X-Lark-Request-Timestamp"));
        refused(without(right, "X-Lark-Request-Nonce"));
        // A parameter is no header.
        refused(new Callback(
                "X-Lark-Signature=" + right.headers().get("X-Lark-Signature"),
                without(right, "X-Lark-Signature").headers(),
                right.body()));
        refused(new Callback("", right.headers(), new byte[0]));
        refused(new Callback("", right.headers(), "{\"encrypt\":1}".getBytes(StandardCharsets.UTF_8)));
        platform.encrypts(false);
        refused(platform.seal(platform.event("im.message.receive_v1", message("x"))));
        pushTo("nobody");
        platform.encrypts(true);
        refused(platform.seal(platform.event("im.message.receive_v1", message("x"))));
        pushTo("team");
        FeishuApp app = platform.app();
        for (FeishuApp other : List.of(
                new FeishuApp("cli_other", "", app.verificationToken(), app.encryptKey(), "", "", ""),
                new FeishuApp(app.appId(), "", "another token", app.encryptKey(), "", "", ""),
                new FeishuApp(app.appId(), "", app.verificationToken(), "another key", "", "", ""))) {
            try (FeishuSimulator forger = new FeishuSimulator(other, Clock.systemUTC())) {
                refused(forger.seal(forger.event("im.message.receive_v1", message("x"))));
            }
        }
        assertThat(agent.get("/channels/feishu/team").status()).isEqualTo(405);
    }

    @Test
    void whatIsGenuineAndCanNotBeReadIsADeadLetter() {
        Api admin = hub.as(Role.ADMIN);
        ObjectNode malformed = message("x");
        ((ObjectNode) malformed.path("message")).put("content", "{\"text\":");

        taken(platform.deliver(platform.seal("hello " + UUID.randomUUID())));
        taken(platform.push("im.message.receive_v1", malformed));

        await().untilAsserted(() -> assertThat(admin.get("/api/v1/dead-letters").text())
                .contains("the message is no well-formed JSON object"));
    }

    @ParameterizedTest
    @ValueSource(ints = {41050, 99991672})
    void withoutPermissionForNamesMessagesComeAllTheSame(int code) {
        platform.refusesNames(code);
        try {
            // An inbox that was refused asks no more for a while.
            pushTo(code == 41050 ? "nameless" : "nameless2");
            FeishuPerson nameless = person("unknown");
            taken(nameless.says("hello"));
            taken(nameless.says("again"));
            String inbox = code == 41050 ? "nameless" : "nameless2";
            await().untilAsserted(() ->
                    assertThat(said(conversation(nameless.openId(), inbox))).containsExactly(": hello", ": again"));
            assertThat(platform.calls())
                    .filteredOn(call -> call.endsWith(nameless.openId()))
                    .hasSize(1);
            assertThat(hub.as(Role.ADMIN).get("/api/v1/inboxes").text()).doesNotContain("permission");
        } finally {
            platform.refusesNames(0);
        }
    }

    @Override
    public Callback seal(String push) {
        return platform.seal(push);
    }

    @Override
    public String anything(int number) {
        ObjectNode nobody = JSON.createObjectNode();
        ObjectNode somewhere =
                JSON.createObjectNode().put("chat_id", lilei.chat().id());
        ObjectNode strange = message("x");
        ((ObjectNode) strange.path("message")).put("message_type", "hologram");
        ObjectNode cut = message("x");
        ((ObjectNode) cut.path("message")).put("content", "{\"text\":\"");
        return switch (random.nextInt(7)) {
            case 0 -> platform.event("im.message.receive_v1", strange);
            case 1 -> platform.event("im.message.receive_v1", cut);
            case 2 -> platform.event("contact.scope.updated_v3", nobody);
            case 3 -> platform.event("im.chat.updated_v1", somewhere);
            case 4 -> platform.event("im.message.receive_v1", message("y")).substring(random.nextInt(1, 40));
            case 5 -> platform.oldEvent("user_status_change", nobody.put("open_id", lilei.openId()));
            default -> platform.event("im.message.receive_v1", message("z" + random.nextInt()));
        };
    }

    /// As the hub makes it.
    private FeishuMessage card(String id, String button, boolean gone) {
        String content = """
                {"elements":[{"tag":"action","actions":[
                  {"tag":"button","text":{"content":"%1$s"},"value":{"thread":"%2$s","button":"%1$s"}}]}]}""".formatted(button, lilei.openId());
        return new FeishuMessage(
                id, lilei.chat().id(), platform.app().appId(), "interactive", content, "", false, 0, gone);
    }

    private ObjectNode message(String text) {
        return message(
                lilei.openId(),
                UUID.randomUUID().toString(),
                "text",
                JSON.createObjectNode().put("text", text));
    }

    private static ObjectNode message(String openId, String id, String type, ObjectNode content) {
        ObjectNode event = JSON.createObjectNode();
        event.putObject("sender")
                .put("sender_type", "user")
                .putObject("sender_id")
                .put("open_id", openId);
        event.putObject("message")
                .put("message_id", "om_" + id)
                .put("create_time", Long.toString(System.currentTimeMillis()))
                .put("chat_id", platform.person(openId, "").chat().id())
                .put("chat_type", "p2p")
                .put("message_type", type)
                .put("content", content.toString());
        return event;
    }

    private static Callback without(Callback callback, String header) {
        Map<String, String> headers = new HashMap<>(callback.headers());
        headers.remove(header);
        return new Callback("", headers, callback.body());
    }

    private static FeishuPerson person(String name) {
        return platform.person("ou_" + UUID.randomUUID().toString().replace("-", ""), name);
    }

    @Override
    public void pushTo(String inbox) {
        platform.pushesTo(URI.create(hub.address + "/channels/feishu/" + inbox));
    }

    private static void taken(Pushed pushed) {
        assertThat(pushed.status()).isEqualTo(200);
        assertThat(pushed.attempts()).isEqualTo(1);
    }

    private static void refused(Callback callback) {
        assertThat(platform.deliver(callback).status()).isEqualTo(403);
    }

    private static void reply(String conversation, String part) {
        var answer = agent.post("/api/v1/conversations/" + conversation + "/replies", "{\"parts\":[" + part + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static String text(String text) {
        return JSON.createObjectNode().put("type", "text").put("text", text).toString();
    }

    private static FeishuMessage received(FeishuChat chat, int count) {
        await().until(() -> chat.received().size() >= count);
        return chat.received().get(count - 1);
    }

    private static String conversation(String thread) {
        return conversation(thread, "team");
    }

    private static String conversation(String thread, String inbox) {
        return await().until(
                        () -> {
                            for (JsonNode contact : agent.get("/api/v1/contacts?externalId=" + thread)
                                    .json()
                                    .path("items")) {
                                String id = contact.path("id").asString();
                                for (JsonNode conversation : agent.get("/api/v1/conversations?contact=" + id)
                                        .json()
                                        .path("items")) {
                                    if (conversation.path("inbox").asString().equals(inbox)) {
                                        return conversation.path("id").asString();
                                    }
                                }
                            }
                            return "";
                        },
                        id -> !id.isEmpty());
    }

    private static List<JsonNode> entries(String conversation) {
        List<JsonNode> entries = new ArrayList<>();
        agent.get("/api/v1/conversations/" + conversation + "/entries")
                .json()
                .path("items")
                .forEach(entries::add);
        return entries;
    }

    private static List<JsonNode> changes(String conversation, String type) {
        return entries(conversation).stream()
                .map(entry -> entry.path("change"))
                .filter(change -> change.path("type").asString().equals(type))
                .toList();
    }

    private static int sequenceOf(String conversation, String text) {
        return entries(conversation).stream()
                .filter(entry -> entry.path("change")
                        .path("parts")
                        .path(0)
                        .path("text")
                        .asString("")
                        .equals(text))
                .mapToInt(entry -> entry.path("sequence").asInt())
                .findFirst()
                .orElseThrow();
    }

    /// Who of the people said what.
    private static List<String> said(String conversation) {
        return entries(conversation).stream()
                .filter(entry -> entry.path("change").path("type").asString().equals("message")
                        && entry.path("direction").asString().equals("inbound"))
                .map(entry -> entry.path("sender").path("name").asString("") + ": "
                        + entry.path("change")
                                .path("parts")
                                .path(0)
                                .path("text")
                                .asString(entry.path("change")
                                        .path("parts")
                                        .path(0)
                                        .path("event")
                                        .asString("")))
                .toList();
    }
}
