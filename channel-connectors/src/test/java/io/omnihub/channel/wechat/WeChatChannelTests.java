package io.omnihub.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelCases;
import io.omnihub.identity.Role;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.Received;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import io.omnihub.web.RunningHub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// WeChat between the simulated platform and a whole hub. Whatever it pushes and is told "success" for is an entry of
/// the log or a dead letter: counted over random
/// pushes, right and wrong ones, new ones and repeats, many of one second, through the real route, buffer and engine.
final class WeChatChannelTests implements ChannelCases {

    private static final long SEED = 20_260_301;
    private static final List<String> WORDS = List.of(
            "\u0010",
            "]]>",
            "<![CDATA[",
            "</Content>",
            "<MsgId>7</MsgId>",
            "&",
            "&amp;",
            "长",
            "🙂",
            "\uFFFE",
            "x",
            " ");
    private static final List<String> EVENTS = List.of(
            "user_get_card",
            "user_view_card",
            "LOCATION",
            "CLICK",
            "SCAN",
            "subscribe",
            "TEMPLATESENDJOBFINISH",
            "MASSSENDJOBFINISH",
            "weapp_audit_success",
            "Ein Ereignis");

    private static final byte[] AMR = "#!AMR\n<\0 and more".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] MP4 = "\0\0\0\u0018ftypisom and more".getBytes(StandardCharsets.ISO_8859_1);

    private static WeChatSimulator platform;
    private static RunningHub hub;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void start(@TempDir Path data) {
        platform = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
        SimulatedAccount account = platform.account();
        List<String> settings = new ArrayList<>(List.of(SOON));
        for (String inbox : List.of("shop", "twin")) {
            String prefix = "--omnihub.channels.wechat.inboxes." + inbox + ".";
            settings.add(prefix + "app-id=" + account.appId());
            settings.add(prefix + "secret=" + account.secret());
            settings.add(prefix + "token=" + account.token());
            settings.add(prefix + "encoding-aes-key=" + account.encodingAesKey());
            settings.add(prefix + "api-url=" + platform.apiUrl());
        }
        hub = RunningHub.startBare(data, settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        hub.close();
        platform.close();
    }

    @Override
    public RunningHub hub() {
        return hub;
    }

    @Override
    public String channel() {
        return "wechat";
    }

    @Override
    public String inbox() {
        return "shop";
    }

    @Override
    public String newCustomer() {
        SimulatedCustomer customer = platform.customer("o" + UUID.randomUUID());
        customer.follows();
        return customer.openid();
    }

    @Override
    public Callback text(String customer, String id, String text) {
        return said(customer, id, "text", Map.of("Content", text));
    }

    @Override
    public Map<String, Supplier<Pushed>> others(String customer) {
        SimulatedCustomer he = platform.customer(customer);
        Map<String, Supplier<Pushed>> others = new LinkedHashMap<>();
        others.put("image", () -> he.sendsPicture("image/png", PNG));
        others.put("voice", () -> he.sendsVoice(AMR));
        others.put("video", () -> he.sendsVideo(MP4));
        others.put("location", () -> he.sendsPlace(31.2304, 121.4737, "上海"));
        others.put(
                "link",
                () -> he.sends("link", Map.of("Title", "t", "Description", "d", "Url", "https://example.com/")));
        return others;
    }

    @Override
    public Callback unknown(String customer) {
        String id = Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);
        return said(customer, id, "hologram", Map.of());
    }

    @Override
    public Callback malformed() {
        return platform.seal("hello " + UUID.randomUUID(), PushMode.SAFE);
    }

    @Override
    public Map<String, Callback> untrusted(String customer) {
        Callback right = text(customer, "7", "forged");
        try (WeChatSimulator earlier =
                new WeChatSimulator(platform.account(), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-6)))) {
            return Map.of(
                    "wrong",
                    new Callback(right.query().replaceAll("msg_signature=.", "msg_signature=z"), right.body()),
                    "none",
                    new Callback("", right.body()),
                    "stale",
                    earlier.seal(xml(customer, "7", "text", Map.of("Content", "stale")), PushMode.SAFE));
        }
    }

    /// It pushes nothing of what accounts say.
    @Override
    public List<Callback> echoes(String customer) {
        return List.of();
    }

    @Override
    public SimulatedPlatform platform() {
        return platform;
    }

    @Override
    public int never() {
        return 45002;
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<String> received(String customer) {
        return platform.customer(customer).received().stream()
                .map(Received::content)
                .toList();
    }

    @Override
    public Pushed presses(String customer, String label, String value) {
        SimulatedCustomer he = platform.customer(customer);
        assertThat(he.received().getLast().type()).isEqualTo("msgmenu");
        return he.taps(value, label);
    }

    @Test
    void twoAccountsOfOnePersonAreOneContactUntilASupervisorSeparatesThem() {
        SimulatedCustomer one = platform.customer(newCustomer());
        SimulatedCustomer other = platform.customer(newCustomer());
        String union = "U-" + one.openid();
        other.says("hello");
        String conversation = await().until(() -> ofCustomer(other.openid()), id -> !id.isEmpty());
        for (SimulatedCustomer each : List.of(one, other)) {
            each.sends("text", Map.of("Content", "hello", "UnionId", union));
        }
        await().untilAsserted(
                        () -> assertThat(contactOf(other.openid())).isNotEmpty().isEqualTo(contactOf(one.openid())));
        JsonNode contact =
                hub.watcher().get("/api/v1/contacts/" + contactOf(one.openid())).json();
        assertThat(contact.path("identities")).hasSize(2);
        assertThat(contact.path("attributes").path("unionId").asString()).isEqualTo(union);

        String separation = "/api/v1/conversations/" + conversation + "/separation";
        assertThat(hub.as(Role.AGENT).post(separation, "").status()).isEqualTo(403);
        var separated = hub.as(Role.SUPERVISOR).post(separation, "", "Idempotency-Key", "separate-" + union);
        assertThat(separated.status()).as(separated.text()).isEqualTo(201);
        assertThat(hub.as(Role.SUPERVISOR).post(separation, "").status()).isEqualTo(409);
        assertThat(contactOf(other.openid())).isNotEmpty().isNotEqualTo(contactOf(one.openid()));
    }

    private static String contactOf(String openid) {
        return hub.watcher()
                .get("/api/v1/contacts?externalId=" + openid)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString("");
    }

    @Test
    void whatBecameOfATemplateIsToldOfItsDeliveryAndOfOthersInTheConversation() {
        SimulatedCustomer he = platform.customer(newCustomer());
        he.says("hello");
        String conversation = await().until(() -> ofCustomer(he.openid()), id -> !id.isEmpty());
        for (String template : List.of("T-1", "T-2")) {
            var answer = hub.as(Role.AGENT)
                    .post("/api/v1/conversations/" + conversation + "/replies", """
                    {"parts":[{"type":"card","title":"Shipped","fields":[{"name":"thing1","value":"A cup"}],
                      "metadata":{"template":"%s"}}]}""".formatted(template));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        }
        await().until(() -> he.received().size() == 2);
        List<String> ids = he.received().stream()
                .map(got -> JsonMapper.shared()
                        .readTree(got.content())
                        .path("msgid")
                        .asString())
                .toList();

        he.isTold("TEMPLATESENDJOBFINISH", Map.of("MsgID", ids.get(0), "Status", "success"));
        he.isTold("TEMPLATESENDJOBFINISH", Map.of("MsgID", ids.get(1), "Status", "failed:user block"));
        he.isTold("TEMPLATESENDJOBFINISH", Map.of("MsgID", "404", "Status", "failed: system failed"));

        await().untilAsserted(() -> assertThat(states(conversation)).containsExactlyInAnyOrder("delivered", "failed"));
        await().untilAsserted(() -> assertThat(hub.watcher()
                        .get("/api/v1/conversations/" + conversation + "/entries")
                        .text())
                .contains("template-send-finished", "failed: system failed"));
    }

    private static String ofCustomer(String openid) {
        for (JsonNode contact : hub.watcher()
                .get("/api/v1/contacts?externalId=" + openid)
                .json()
                .path("items")) {
            return hub.watcher()
                    .get("/api/v1/conversations?contact=" + contact.path("id").asString())
                    .json()
                    .path("items")
                    .path(0)
                    .path("id")
                    .asString("");
        }
        return "";
    }

    private static List<String> states(String conversation) {
        List<String> states = new ArrayList<>();
        hub.watcher()
                .get("/api/v1/deliveries?conversation=" + conversation)
                .json()
                .path("items")
                .forEach(delivery -> states.add(delivery.path("state").asString()));
        return states;
    }

    @Override
    public List<byte[]> files(String customer) {
        return platform.customer(customer).received().stream()
                .filter(received -> FILES.contains(received.type()))
                .map(received -> platform.media(received.content()))
                .toList();
    }

    @Override
    public byte[] file(String kind) {
        return kind.equals("voice") ? AMR : ChannelCases.super.file(kind);
    }

    @Override
    public String twin() {
        return "twin";
    }

    @Override
    public void pushTo(String inbox) {
        platform.pushesTo(URI.create(hub.address + "/channels/wechat/" + inbox), PushMode.SAFE);
    }

    /// Each of its calls is sealed anew.
    @Override
    public Callback late(String customer, String id, String text, Duration late) {
        String xml = xml(customer, id, "text", Map.of("Content", text));
        long written = Instant.now().minus(late).getEpochSecond();
        return platform.seal(xml.replaceAll("<CreateTime>[0-9]+<", "<CreateTime>" + written + "<"), PushMode.SAFE);
    }

    private static Callback said(String customer, String id, String type, Map<String, String> fields) {
        return platform.seal(xml(customer, id, type, fields), PushMode.SAFE);
    }

    private static String xml(String customer, String id, String type, Map<String, String> fields) {
        return platform.customer(customer).xml(type, fields) + "<MsgId>" + id + "</MsgId></xml>";
    }

    @Override
    public Callback seal(String push) {
        return platform.seal(push, PushMode.SAFE);
    }

    @Override
    public String anything(int number) {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> message(number);
            case 3, 4, 5, 6 -> event();
            case 7 -> malformed(number);
            default -> repeating(number);
        };
    }

    /// Ids are given out twice now and then, which no platform should do.
    private String message(int number) {
        String said = IntStream.range(0, random.nextInt(6))
                .mapToObj(_ -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining());
        return head("text") + "<Content><![CDATA[" + number + said + "]]></Content><MsgId>" + random.nextInt(600)
                + "</MsgId></xml>";
    }

    /// They have no ids, and many are of one second.
    private String event() {
        return head("event") + "<Event><![CDATA[" + EVENTS.get(random.nextInt(EVENTS.size())) + "]]></Event><EventKey>"
                + random.nextInt(2) + "</EventKey><CardId><![CDATA[" + random.nextInt(20) + "]]></CardId><MsgID>"
                + random.nextInt(3) + "</MsgID><Status>" + (random.nextBoolean() ? "success" : "failed: x")
                + "</Status></xml>";
    }

    private String malformed(int number) {
        String message = message(number);
        return switch (random.nextInt(4)) {
            case 0 -> message.substring(0, message.length() - 8);
            case 1 -> message.replace("<CreateTime>", "<CreateTime>yesterday ");
            case 2 -> message.replaceAll("FromUserName", "FromNobody");
            default -> "hello " + number;
        };
    }

    private String repeating(int number) {
        return event().replace("</xml>", "<Item>" + number + "</Item><Item>2</Item></xml>");
    }

    private String head(String type) {
        return "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[o"
                + random.nextInt(3) + "]]></FromUserName><CreateTime>1718000000</CreateTime><MsgType><![CDATA[" + type
                + "]]></MsgType>";
    }
}
