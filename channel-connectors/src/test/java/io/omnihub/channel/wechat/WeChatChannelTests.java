package io.omnihub.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelCases;
import io.omnihub.identity.Role;
import io.omnihub.message.Raw;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.Received;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.RunningHub;
import io.omnihub.wire.ProtobufCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// WeChat between the simulated platform and a whole hub. Whatever it pushes and is told "success" for is an entry of
/// the log or a dead letter: counted over random
/// pushes, right and wrong ones, new ones and repeats, many of one second, through the real route, buffer and engine.
final class WeChatChannelTests implements ChannelCases {

    private static final int PUSHES = 600;
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

    private static final byte[] PNG = "\u0089PNG\r\n\u001A\n and more".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] AMR = "#!AMR\n<\0 and more".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] MP4 = "\0\0\0\u0018ftypisom and more".getBytes(StandardCharsets.ISO_8859_1);

    private static WeChatSimulator platform;
    private static RunningHub hub;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void start(@TempDir Path data) {
        platform = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
        SimulatedAccount account = platform.account();
        String inbox = "--omnihub.channels.wechat.inboxes.shop.";
        hub = RunningHub.startBare(
                data,
                SOON,
                inbox + "app-id=" + account.appId(),
                inbox + "secret=" + account.secret(),
                inbox + "token=" + account.token(),
                inbox + "encoding-aes-key=" + account.encodingAesKey(),
                inbox + "api-url=" + platform.apiUrl());
        platform.pushesTo(URI.create(hub.address + "/channels/wechat/shop"), PushMode.SAFE);
    }

    @AfterAll
    static void stop() {
        hub.close();
        platform.close();
    }

    @AfterEach
    void theProtocolWasKept() {
        assertThat(platform.breaches()).isEmpty();
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
        return said(customer, "9", "hologram", Map.of());
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

    private static Callback said(String customer, String id, String type, Map<String, String> fields) {
        return platform.seal(xml(customer, id, type, fields), PushMode.SAFE);
    }

    private static String xml(String customer, String id, String type, Map<String, String> fields) {
        return platform.customer(customer).xml(type, fields) + "<MsgId>" + id + "</MsgId></xml>";
    }

    @Test
    void whatIsAcknowledgedIsAnEntryOrADeadLetter() {
        List<String> pushes = new ArrayList<>();
        for (int number = 0; number < PUSHES; number++) {
            pushes.add(push(number, pushes));
        }
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            pushes.forEach(push -> threads.execute(() -> {
                if (platform.deliver(platform.seal(push, PushMode.SAFE)).isTaken()) {
                    acknowledged.add(push.strip());
                }
            }));
        }
        assertThat(acknowledged).as("all were genuine").containsAll(stripped(pushes));

        await("seed " + SEED).untilAsserted(() -> {
            Set<String> kept = new HashSet<>(entries());
            kept.addAll(deadLetters());
            assertThat(missing(acknowledged, kept)).isEmpty();
        });
        List<String> entries = entries();
        assertThat(entries).doesNotHaveDuplicates().hasSizeGreaterThan(PUSHES / 4);
        assertThat(deadLetters()).hasSizeGreaterThan(PUSHES / 20);
    }

    private String push(int number, List<String> before) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> message(number);
            case 3, 4, 5, 6 -> event();
            case 7 -> before.isEmpty() ? message(number) : before.get(random.nextInt(before.size()));
            case 8 -> malformed(number);
            default -> repeating(number);
        };
    }

    /// Ids are given out twice now and then, which no platform should do.
    private String message(int number) {
        String said = IntStream.range(0, random.nextInt(6))
                .mapToObj(_ -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining());
        return head("text") + "<Content><![CDATA[" + number + said + "]]></Content><MsgId>" + random.nextInt(PUSHES)
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

    private static List<String> missing(Set<String> acknowledged, Set<String> kept) {
        return acknowledged.stream().filter(push -> !kept.contains(push)).toList();
    }

    private static List<String> entries() {
        return texts("select raw from entry where raw is not null");
    }

    private static List<String> deadLetters() {
        List<String> all = new ArrayList<>(texts("select body from dead_letter where kind = 'RAW'"));
        hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select body from dead_letter where kind = 'EVENT'")
                                .query((rows, _) -> rows.getBytes(1))
                                .list())
                .forEach(body -> {
                    Raw raw = Objects.requireNonNull(
                            ProtobufCodec.decodeEvent(body).header().raw());
                    all.add(text(raw.bytes()));
                });
        return all;
    }

    private static List<String> texts(String select) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql(select)
                                .query((rows, _) -> text(rows.getBytes(1)))
                                .list());
    }

    private static List<String> stripped(List<String> pushes) {
        return pushes.stream().map(String::strip).toList();
    }

    /// The platform adds white space at the end.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }
}
