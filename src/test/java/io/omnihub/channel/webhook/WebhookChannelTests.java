package io.omnihub.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelCases;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.webhook.WebhookSimulator;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A system that speaks our own JSON, which needs a mapping only for what it is told.
final class WebhookChannelTests implements ChannelCases {

    private static final String OLD = "whsec_b2xkIGtleSwgb2xkIGtleSwgb2xkIGtleSwgb2xkIGtleQ==";
    private static final String KEY = "whsec_c2VjcmV0IGtleSwgc2VjcmV0IGtleSwgc2VjcmV0IGtleQ==";

    private static WebhookSimulator partner;
    private static WebhookSimulator before;
    private static RunningHub hub;
    private static Path file;

    @BeforeAll
    static void open(@TempDir Path data) throws IOException {
        partner = new WebhookSimulator(KEY, Clock.systemUTC());
        before = new WebhookSimulator(OLD, Clock.systemUTC());
        Files.createDirectories(data.resolve("channels"));
        file = data.resolve("channels/webhook.yaml");
        Files.writeString(
                file,
                Files.readString(Path.of("config/channels/webhook.example.yaml"))
                        .replace("https://partner.example.com/omnihub", partner.apiUrl() + "/omnihub")
                        .replace("files.partner.example.com", "localhost"));
        hub = RunningHub.startBare(
                data, SOON, "--PARTNER_SIGNING_KEY=" + KEY, "--omnihub.public-url=https://hub.example.com");
        partner.pushesTo(URI.create(hub.address + "/channels/webhook/partner"));
        before.pushesTo(URI.create(hub.address + "/channels/webhook/partner"));
    }

    @AfterAll
    static void close() {
        hub.close();
        partner.close();
        before.close();
    }

    @Override
    public RunningHub hub() {
        return hub;
    }

    @Override
    public String channel() {
        return "webhook";
    }

    @Override
    public String inbox() {
        return "partner";
    }

    @Override
    public String newCustomer() {
        return RunningHub.newUser();
    }

    @Override
    public Callback text(String customer, String id, String text) {
        return partner.sealed(event(customer, id, part("text").put("text", text)));
    }

    @Override
    public Map<String, Supplier<Pushed>> others(String customer) {
        Map<String, Supplier<Pushed>> others = new LinkedHashMap<>();
        for (String kind : List.of("image", "voice", "video", "file")) {
            others.put(kind, () -> {
                ObjectNode part = part(kind);
                part.putObject("media").put("url", partner.file(kind.getBytes(StandardCharsets.US_ASCII)));
                return deliver(customer, part);
            });
        }
        others.put(
                "location",
                () -> deliver(customer, part("location").put("latitude", 1).put("longitude", 2)));
        others.put("link", () -> deliver(customer, part("link").put("url", "https://shop.example")));
        return others;
    }

    @Override
    public Callback unknown(String customer) {
        return partner.sealed(event(customer, UUID.randomUUID().toString(), part("hologram")));
    }

    @Override
    public Callback malformed() {
        return partner.sealed("{\"header\": ");
    }

    @Override
    public Map<String, Callback> untrusted(String customer) {
        String event = event(customer, "7", part("text").put("text", "forged"));
        Callback right = partner.sealed(event);
        byte[] altered = right.body().clone();
        altered[altered.length / 2] ^= 1;
        Map<String, String> none = new HashMap<>(right.headers());
        none.remove("webhook-signature");
        Map<String, String> later = new HashMap<>(right.headers());
        later.put("webhook-timestamp", Long.toString(Clock.systemUTC().instant().getEpochSecond() + 1));
        return Map.of(
                "wrong",
                new Callback("", right.headers(), altered),
                "none",
                new Callback("", none, right.body()),
                "another time",
                new Callback("", later, right.body()),
                "stale",
                partner.sealed(event, Clock.systemUTC().instant().minus(Duration.ofMinutes(6))),
                "of another key",
                before.sealed(event));
    }

    @Override
    public Collection<Callback> echoes(String customer) {
        return List.of();
    }

    @Override
    public SimulatedPlatform platform() {
        return partner;
    }

    @Override
    public int never() {
        return 422;
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
        return partner.told(customer).stream()
                .map(call -> call.path("part").path("text").asString(""))
                .toList();
    }

    @Override
    public String shown(String customer) {
        return partner.told(customer).toString();
    }

    /// The other side follows the link that comes with each file.
    @Override
    public List<byte[]> files(String customer) {
        return partner.told(customer).stream()
                .filter(call -> FILES.contains(call.path("part").path("type").asString()))
                .map(call -> URI.create(call.path("link").asString()).getRawPath())
                .map(path -> new Api(hub.address, "").get(path).response().body())
                .toList();
    }

    @Override
    public Group group(int members) {
        String thread = "group-" + UUID.randomUUID();
        return new Group(thread, (member, text) -> {
            ObjectNode event = (ObjectNode) JsonMapper.shared()
                    .readTree(event(
                            thread, UUID.randomUUID().toString(), part("text").put("text", text)));
            ((ObjectNode) event.path("header"))
                    .putObject("sender")
                    .put("kind", "contact")
                    .put("id", "m" + member)
                    .put("name", "M" + member);
            return partner.sealed(event.toString());
        });
    }

    /// The other side still signs with the old one.
    @Test
    void aKeyIsChangedWithoutAGap() throws IOException {
        String was = Files.readString(file);
        String customer = newCustomer();
        Callback push = before.sealed(event(customer, "1", part("text").put("text", "one")));
        assertThat(before.deliver(push).status()).isEqualTo(403);
        Files.writeString(file, was.replace("${PARTNER_SIGNING_KEY}", "[\"${PARTNER_SIGNING_KEY}\", \"" + OLD + "\"]"));
        try {
            await().untilAsserted(
                            () -> assertThat(before.deliver(push).status()).isEqualTo(200));
            assertThat(partner.deliver(text(customer, "2", "two")).status()).isEqualTo(200);
        } finally {
            Files.writeString(file, was);
        }
        await().untilAsserted(() -> assertThat(before.deliver(push).status()).isEqualTo(403));
    }

    @Test
    void nothingIsFetchedFromAForeignHost() {
        ObjectNode part = part("image");
        part.putObject("media").put("url", partner.file(new byte[1]).replace("localhost", "127.0.0.1"));
        String customer = newCustomer();
        assertThat(deliver(customer, part).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(entries(customer))
                .anySatisfy(entry ->
                        assertThat(entry.toString()).contains("the file lies on a host from which none is fetched")));
        assertThat(partner.calls()).noneMatch(call -> call.endsWith("unasked"));
    }

    @Test
    void anEventThatIsWrongIsADeadLetterThatNamesTheField() {
        Callback push = partner.sealed("{\"header\": {\"thread\": \"t\", \"key\": \"k\", \"inbox\": \"other\"},"
                + " \"body\": {\"type\": \"recall\", \"target\": {\"externalId\": \"1\"}}}");
        assertThat(partner.deliver(push).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(
                        hub.watcher().get("/api/v1/dead-letters?limit=100").text())
                .contains("header.inbox: must be partner, from where it came"));
    }

    private static List<JsonNode> entries(String customer) {
        JsonNode contact = hub.watcher()
                .get("/api/v1/contacts?externalId=" + customer)
                .json()
                .path("items")
                .path(0);
        JsonNode conversation = hub.watcher()
                .get("/api/v1/conversations?contact=" + contact.path("id").asString(""))
                .json()
                .path("items")
                .path(0);
        return List.copyOf(hub.watcher()
                .get("/api/v1/conversations/" + conversation.path("id").asString("") + "/entries?after=0")
                .json()
                .path("items")
                .values());
    }

    private static Pushed deliver(String customer, ObjectNode part) {
        return partner.deliver(partner.sealed(event(customer, UUID.randomUUID().toString(), part)));
    }

    private static ObjectNode part(String type) {
        return JsonMapper.shared().createObjectNode().put("type", type);
    }

    private static String event(String customer, String id, ObjectNode part) {
        ObjectNode event = JsonMapper.shared().createObjectNode();
        event.putObject("header").put("thread", customer).put("key", "message:" + id);
        event.putObject("body")
                .put("type", "message")
                .put("externalId", id)
                .putArray("parts")
                .add(part);
        return event.toString();
    }
}
