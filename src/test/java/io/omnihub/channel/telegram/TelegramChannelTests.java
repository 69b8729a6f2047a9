package io.omnihub.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.omnihub.channel.ChannelCases;
import io.omnihub.identity.Role;
import io.omnihub.loop.Loop;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.telegram.TelegramSimulator;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A channel of files alone: its route, its mapping and its declaration, as the distribution has them.
final class TelegramChannelTests implements ChannelCases {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg==");

    private static TelegramSimulator telegram;
    private static RunningHub hub;
    private static final ListAppender<ILoggingEvent> LINES = new ListAppender<>();

    @BeforeAll
    static void open(@TempDir Path data) throws IOException {
        telegram = new TelegramSimulator("12345:AA-token", "s3cret_token", Clock.systemUTC());
        Files.createDirectories(data.resolve("channels"));
        Files.writeString(
                data.resolve("channels/telegram.yaml"),
                Files.readString(Path.of("config/channels/telegram.example.yaml"))
                        .replace("https://api.telegram.org", telegram.apiUrl()));
        hub = RunningHub.startBare(
                data, SOON, "--TELEGRAM_BOT_TOKEN=12345:AA-token", "--TELEGRAM_BOT_SECRET=s3cret_token");
        telegram.pushesTo(URI.create(hub.address + "/channels/telegram/telegram-bot"));
        LINES.start();
        ((Logger) LoggerFactory.getLogger("io.omnihub.hub.OutboundConsumer")).addAppender(LINES);
    }

    @AfterAll
    static void close() {
        hub.close();
        telegram.close();
    }

    @Test
    void eachWayInWhichThePlatformFailsIsOneLineAndNoneOutlastsTheMessage() {
        String customer = newCustomer();
        deliver(text(customer, "6001", "hello"));
        await().untilAsserted(() -> assertThat(entriesOf(customer)).isNotEmpty());
        Api agent = hub.as(Role.AGENT);
        String conversation =
                entriesOf(customer).getFirst().path("conversation").asString();
        String replies = "/api/v1/conversations/" + conversation + "/replies";
        for (int status : List.of(401, 429, 500, 500)) {
            telegram.faults().status(status);
            agent.post(replies, "{\"parts\": [{\"type\": \"text\", \"text\": \"a secret of theirs\"}]}");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(deliveries(customer))
                            .allSatisfy(each ->
                                    assertThat(each.path("state").asString()).isEqualTo("sent")));
        }
        assertThat(LINES.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.startsWith("A message through the inbox telegram-bot could not be sent"))
                .satisfiesOnlyOnce(line -> assertThat(line).contains("does not accept the inbox's secrets"))
                .satisfiesOnlyOnce(line -> assertThat(line).contains("wants to be called less often"))
                .satisfiesOnlyOnce(line -> assertThat(line).contains("answers HTTP 500"));

        telegram.faults().status(500);
        telegram.faults().code(never());
        agent.post(replies, "{\"parts\": [{\"type\": \"text\", \"text\": \"refused\"}]}");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(deliveries(customer))
                        .anySatisfy(each ->
                                assertThat(each.path("state").asString()).isEqualTo("failed")));
        await().untilAsserted(() -> assertThat(
                        agent.get("/api/v1/inboxes").json().path("items"))
                .filteredOn(inbox -> inbox.path("id").asString().equals("telegram-bot"))
                .singleElement()
                .satisfies(inbox ->
                        assertThat(inbox.at("/status/state").asString()).isEqualTo("online")));
    }

    @Test
    void anUpdateWithoutAPressedButtonIsAnsweredByNothing() {
        assertThat(deliver(text(newCustomer(), "7200", "hello")).body()).isEmpty();
    }

    @Test
    void theCountersSayWhatHappened() {
        String customer = newCustomer();
        Map<String, Double> before = metrics();
        for (int i = 1; i <= 5; i++) {
            Callback push = text(customer, Long.toString(7_000 + i), "text " + i);
            deliver(push);
            if (i == 1) {
                deliver(push);
            }
        }
        await().untilAsserted(() -> assertThat(entriesOf(customer)).hasSizeGreaterThanOrEqualTo(6));
        Api agent = hub.as(Role.AGENT);
        String conversation =
                entriesOf(customer).getFirst().path("conversation").asString();
        String replies = "/api/v1/conversations/" + conversation + "/replies";
        telegram.faults().status(429);
        for (int i = 0; i < 3; i++) {
            agent.post(replies, "{\"parts\": [{\"type\": \"text\", \"text\": \"reply\"}]}");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(deliveries(customer))
                        .hasSize(3)
                        .allSatisfy(each ->
                                assertThat(each.path("state").asString()).isEqualTo("sent")));
        telegram.faults().code(never());
        agent.post(replies, "{\"parts\": [{\"type\": \"text\", \"text\": \"refused\"}]}");

        // The receipts of all four are in the log.
        await().untilAsserted(() -> assertThat(entriesOf(customer).stream()
                        .filter(entry ->
                                entry.path("change").path("type").asString().equals("receipt")))
                .hasSize(4));
        Map<String, Double> after = metrics();
        assertThat(grown(before, after, "omnihub_buffer_accepted_total{channel=\"telegram\"}"))
                .isEqualTo(6);
        String events = "omnihub_engine_events_total{channel=\"telegram\",outcome=\"%s\"}";
        assertThat(grown(before, after, events.formatted("duplicate"))).isEqualTo(1);
        assertThat(grown(before, after, events.formatted("stored")))
                .as("texts, replies and the receipts of these")
                .isEqualTo(5 + 4 + 4);
        assertThat(grown(before, after, events.formatted("dead"))).isZero();
        String deliveries = "omnihub_delivery_total{channel=\"telegram\",what=\"%s\"}";
        assertThat(grown(before, after, deliveries.formatted("sent"))).isEqualTo(3);
        assertThat(grown(before, after, deliveries.formatted("rejected"))).isEqualTo(1);
        double tried = grown(before, after, deliveries.formatted("claimed"));
        assertThat(tried).isEqualTo(4 + grown(before, after, deliveries.formatted("unavailable")));
        assertThat(grown(before, after, "omnihub_delivery_send_seconds_count{channel=\"telegram\"}"))
                .isEqualTo(tried);
    }

    @Test
    void whatTheAlertsAndTheDashboardNameIsMeasured() throws IOException {
        deliver(text(newCustomer(), "7100", "hello"));
        await().untilAsserted(() -> {
            hub.context.getBean("cursorLag", Loop.class).wake();
            assertThat(metrics().keySet()).anyMatch(name -> name.startsWith("omnihub_cursor_lag{"));
        });
        Set<String> measured = metrics().keySet().stream()
                .map(name -> name.replaceAll("\\{.*", ""))
                .collect(Collectors.toSet());
        List<String> expressions = new ArrayList<>();
        JsonNode rules = YAMLMapper.shared().readTree(Files.readString(Path.of("config/prometheus/alerts.yaml")));
        for (JsonNode rule : rules.path("groups").path(0).path("rules")) {
            assertThat(rule.propertyNames()).contains("alert", "expr", "for", "labels", "annotations");
            assertThat(rule.path("annotations").path("summary").asString()).isNotEmpty();
            expressions.add(rule.path("expr").asString());
        }
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(Path.of("config/grafana/omnihub.json")));
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.path("expr").asString())));
        assertThat(expressions).hasSizeGreaterThan(25);

        Pattern metric = Pattern.compile("\\b(?:omnihub|jvm|hikaricp)_\\w+");
        // LongFilesTests has a hub that reads files.
        expressions.removeIf(expression -> expression.contains("route)"));
        for (String expression : expressions) {
            for (MatchResult match : metric.matcher(expression).results().toList()) {
                // Of what has not happened in this hub yet there is no number.
                assertThat(measured).as(expression).contains(match.group());
            }
            for (String pair : List.of("()", "{}", "[]")) {
                assertThat(expression
                                .chars()
                                .filter(each -> each == pair.charAt(0))
                                .count())
                        .as(expression)
                        .isEqualTo(expression
                                .chars()
                                .filter(each -> each == pair.charAt(1))
                                .count());
            }
        }
    }

    private static Map<String, Double> metrics() {
        return hub.as(Role.OPERATOR)
                .get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        (one, _) -> one));
    }

    private static double grown(Map<String, Double> before, Map<String, Double> after, String name) {
        return after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
    }

    @Override
    public RunningHub hub() {
        return hub;
    }

    @Override
    public String channel() {
        return "telegram";
    }

    @Override
    public String inbox() {
        return "telegram-bot";
    }

    @Override
    public String newCustomer() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1L << 33, 1L << 52));
    }

    @Override
    public Callback text(String customer, String id, String text) {
        return telegram.update("message", message(customer, id).put("text", text));
    }

    @Override
    public Map<String, Supplier<Pushed>> others(String customer) {
        Map<String, Supplier<Pushed>> others = new LinkedHashMap<>();
        put(others, customer, "image", message -> message.putArray("photo").add(telegram.file("photo", PNG)));
        put(
                others,
                customer,
                "voice",
                message -> message.set(
                        "voice", telegram.file("voice", bytes("OggS and more")).put("duration", 3)));
        put(
                others,
                customer,
                "video",
                message -> message.set(
                        "video", telegram.file("video", bytes("....ftypisom")).put("duration", 3)));
        put(
                others,
                customer,
                "file",
                message -> message.set(
                        "document", telegram.file("document", bytes("x")).put("file_name", "договор.txt")));
        put(others, customer, "sticker", message -> message.set("sticker", telegram.file("sticker", PNG)));
        put(
                others,
                customer,
                "location",
                message ->
                        message.putObject("location").put("latitude", 31.2304).put("longitude", 121.4737));
        put(
                others,
                customer,
                "contact-card",
                message -> message.putObject("contact").put("first_name", "Ada").put("phone_number", "+1555"));
        return others;
    }

    private static void put(
            Map<String, Supplier<Pushed>> others, String customer, String kind, Consumer<ObjectNode> filled) {
        others.put(kind, () -> {
            ObjectNode message = message(customer, "0");
            filled.accept(message);
            return telegram.deliver(telegram.update("message", message));
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Callback unknown(String customer) {
        ObjectNode message = message(customer, "0");
        message.putObject("hologram").put("depth", 3);
        return telegram.update("message", message);
    }

    @Override
    public Callback malformed() {
        return telegram.sealed("{\"update_id\": ");
    }

    @Override
    public Map<String, Callback> untrusted(String customer) {
        Callback right = text(customer, "7", "forged");
        Map<String, String> wrong = new HashMap<>(right.headers());
        wrong.put("X-Telegram-Bot-Api-Secret-Token", "s3cret_tokem");
        Map<String, String> none = new HashMap<>(right.headers());
        none.remove("X-Telegram-Bot-Api-Secret-Token");
        return Map.of("wrong", new Callback("", wrong, right.body()), "none", new Callback("", none, right.body()));
    }

    @Override
    public String anything(int number) {
        Callback right = text(newCustomer(), Integer.toString(number + 1), "text " + number);
        return number % 5 == 0 ? "{\"cut\": " + number : new String(right.body(), StandardCharsets.UTF_8);
    }

    @Override
    public Callback seal(String push) {
        return telegram.sealed(push);
    }

    @Override
    public Collection<Callback> echoes(String customer) {
        ObjectNode echo = message(customer, "0").put("text", "echo");
        echo.set("from", telegram.person(1, true));
        return List.of(telegram.update("message", echo));
    }

    @Override
    public SimulatedPlatform platform() {
        return telegram;
    }

    @Override
    public int never() {
        return 403;
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public boolean hasTokens() {
        return false;
    }

    @Override
    public List<String> received(String customer) {
        return telegram.sent(Long.parseLong(customer)).stream()
                .map(message -> message.path("text").asString(""))
                .toList();
    }

    @Override
    public List<byte[]> files(String customer) {
        return telegram.sent(Long.parseLong(customer)).stream()
                .flatMap(message -> message.findValuesAsString("file_id").stream())
                .map(telegram::media)
                .toList();
    }

    @Override
    public Group group(int members) {
        long chat = -ThreadLocalRandom.current().nextLong(1L << 33, 1L << 52);
        return new Group(Long.toString(chat), (member, text) -> {
            ObjectNode said = telegram.message(chat, 0).put("text", text);
            said.set("from", telegram.person(1_000L + member, false));
            ((ObjectNode) said.path("chat")).put("type", "supergroup").put("title", "Dealers");
            return telegram.update("message", said);
        });
    }

    @Override
    public Pushed presses(String customer, String label, String value) {
        Pushed pressed = telegram.press(Long.parseLong(customer), label);
        // Else the button would seem to wait.
        assertThat(pressed.body()).matches("\\{\"method\":\"answerCallbackQuery\",\"callback_query_id\":\"[^\"{}]+\"}");
        return pressed;
    }

    private static ObjectNode message(String customer, String id) {
        return telegram.message(Long.parseLong(customer), Long.parseLong(id));
    }
}
