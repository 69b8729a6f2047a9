package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.console.Pictures;
import io.omnihub.identity.Role;
import io.omnihub.message.Body;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.courier.Courier;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The example of a business system: a courier that calls a hub with its files alone.
final class CourierTests {

    private static final String KEY = "whsec_c2VjcmV0IGtleSwgc2VjcmV0IGtleSwgc2VjcmV0IGtleQ==";

    private static RunningHub hub;
    private static Courier courier;
    private static Path file;
    private static String declared;

    private final Api agent = hub.as(Role.AGENT);
    private final Api admin = hub.watcher();
    private final RecordViews views = new RecordViews(agent, admin);
    private final String user = RunningHub.newUser();
    private final String parcel = "SF-" + UUID.randomUUID();

    @BeforeAll
    static void open() throws IOException {
        hub = RunningHub.shared();
        courier = new Courier(KEY, Clock.systemUTC());
        courier.pushesTo(URI.create(hub.address + "/webhooks/courier"));
        file = Path.of(Objects.requireNonNull(hub.context.getEnvironment().getProperty("omnihub.config.channels")))
                .resolve("courier.yaml");
        declared = Files.readString(Path.of("config/channels/courier.example.yaml"))
                .replace("${COURIER_SIGNING_KEY}", KEY)
                .replace("images.courier.example", courier.pictureHost());
        Files.createDirectories(file.getParent());
        declare(declared);
    }

    @AfterAll
    static void close() throws IOException {
        courier.close();
        Files.delete(file);
        await().until(() -> !hub.watcher().get("/api/v1/inboxes").text().contains("\"courier\""));
    }

    @Test
    void whatItTellsIsSeenByAgentsAndTheCustomerOnceHoweverOftenItComes() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Where is my parcel?");
        Callback packed = sealed(1);
        Callback shipped = sealed(2);
        for (Callback call : List.of(packed, shipped, shipped, packed)) {
            assertThat(courier.deliver(call).status()).isEqualTo(200);
        }

        JsonNode record = await().until(
                        () -> views.records(id),
                        found -> found.size() == 1
                                && found.path(0).path("changes").asInt() == 2)
                .path(0);
        assertThat(record.path("record").path("state").asString()).isEqualTo("shipped");
        assertThat(record.path("record").path("steps")).hasSize(4);
        await().untilAsserted(() -> assertThat(told(id)).hasSize(1));
        assertThat(told(id).getFirst().toString()).contains(parcel, "顺丰 SF");
        assertThat(courier.deliver(sealed(3)).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(told(id)).hasSize(2));
    }

    @Test
    void whoCannotProveToBeTheCourierIsRefusedAndNothingIsStored() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        Callback right = sealed(1);
        byte[] altered = right.body().clone();
        altered[altered.length / 2] ^= 1;
        Map<String, String> none = new HashMap<>(right.headers());
        none.remove("webhook-signature");
        for (Callback wrong : List.of(
                new Callback("", right.headers(), altered),
                new Callback("", none, right.body()),
                new Courier(KEY.replace("c2Vj", "d2Vj"), Clock.systemUTC()).sealed(right.toString()))) {
            assertThat(courier.deliver(wrong).status()).isEqualTo(403);
        }

        assertThat(courier.deliver(right).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(1));
        assertThat(views.records(id).path(0).path("changes").asInt()).isEqualTo(1);
    }

    @Test
    void whoCallsFromElsewhereIsRefused() throws IOException {
        try {
            Files.writeString(file, declared.replace("0.0.0.0/0, ::/0", "203.0.113.0/24"));
            await().untilAsserted(() ->
                    assertThat(courier.deliver(sealed(1)).status()).isEqualTo(403));
        } finally {
            declare(declared);
        }
    }

    @Test
    void aListOfAddressesThatIsWrongLetsNobodyInAndTheInboxSaysSo() throws IOException {
        try {
            Files.writeString(file, declared.replace("0.0.0.0/0, ::/0", "203.0.113.0/33"));
            await().untilAsserted(() ->
                    assertThat(courier.deliver(sealed(1)).status()).isEqualTo(403));
            assertThat(admin.get("/api/v1/inboxes").text())
                    .contains("the property addresses must list addresses and networks");
        } finally {
            declare(declared);
        }
    }

    @Test
    void whatIsSaidAgainUnderItsKeyIsSaidWhereItWasSaid() {
        String phone = "137" + Math.floorMod(parcel.hashCode(), 100_000_000);
        String other = RunningHub.newUser();
        hub.begin(TenantId.DEFAULT, user, "Hello");
        for (InboundEvent event : List.of(
                RunningHub.event(TenantId.DEFAULT, user, Keys.event("p"), change(phone)),
                narrow(other, "n1", Message.of("n1", new Content.Text("Hello"))),
                narrow(other, "n2", change(phone)))) {
            var _ = hub.take(event);
        }
        String said =
                "{\"to\": {\"phone\": \"" + phone + "\"}, \"parts\": [{\"type\": \"text\", \"text\": \"Ready\"}]}";
        String key = UUID.randomUUID().toString();
        JsonNode first =
                agent.post("/api/v1/messages", said, "Idempotency-Key", key).json();
        hub.begin(TenantId.DEFAULT, user, "Anybody there?");
        assertThat(agent.post("/api/v1/messages", said, "Idempotency-Key", key).json())
                .isEqualTo(first);
        assertThat(agent.post("/api/v1/messages", said).json().path("conversation"))
                .isNotEqualTo(first.path("conversation"));
    }

    private static ContactChange change(String phone) {
        return new ContactChange("", "", Map.of("phone", phone));
    }

    private static InboundEvent narrow(String user, String id, Body body) {
        return RunningHub.event(TenantId.DEFAULT, RunningHub.NARROW, user, Keys.event(user + id), body);
    }

    @Test
    void whatIsGenuineAndCannotBeReadIsADeadLetterThatSaysWhere() throws IOException {
        String malformed = Files.readString(Path.of("src/test/resources/mapping/courier/malformed.json"))
                .replace("SF-1001", parcel);
        assertThat(courier.deliver(courier.sealed(malformed)).status()).isEqualTo(200);
        String unknown = "{\"type\": \"driver.changed\", \"driver\": \"" + parcel + "\"}";
        assertThat(courier.deliver(courier.sealed(unknown)).status()).isEqualTo(200);

        JsonNode letter = letter(malformed);
        assertThat(letter.path("reason").asString()).contains("line 2", "column");
        assertThat(letter(unknown).path("reason").asString()).contains("no rule takes the input");
        assertThat(admin.post("/api/v1/dead-letters/" + letter.path("id").asString() + "/replay", "")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void itsPicturesAreFetchedFromItsOwnHostAlone() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        String picture = courier.shows(Pictures.png(10, 10));
        assertThat(courier.tells(parcel, 1, Map.of("shop", user), picture).status())
                .isEqualTo(200);
        JsonNode record = await().until(() -> views.records(id), found -> found.size() == 1)
                .path(0);
        assertThat(record.path("picture").asBoolean()).isTrue();
        String path = "/api/v1/records/" + record.path("id").asString() + "/picture";
        assertThat(agent.get(path).header("Content-Type")).startsWith("image/png");

        String elsewhere = picture.replace("localhost", "127.0.0.1");
        assertThat(courier.tells(parcel, 2, Map.of("shop", user), elsewhere).status())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(
                        views.records(id).path(0).path("picture").asBoolean())
                .isFalse());
        assertThat(agent.get(path).status()).isEqualTo(404);
    }

    @Test
    void aSystemSaysSomethingToWhomItKnowsByAnIdAndNotByAConversation() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        String said = "{\"to\": {\"shop\": \"%s\"}, \"parts\": [{\"type\": \"text\", \"text\": \"Ready\"}]%s}";
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            Api.Answer answer = agent.post("/api/v1/messages", said.formatted(user, ""), "Idempotency-Key", key);
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(answer.json().path("conversation").asString()).isEqualTo(id.value());
        }
        assertThat(agent.post("/api/v1/messages", said.formatted(user, ", \"agentsOnly\": true"))
                        .status())
                .isEqualTo(201);
        assertThat(views.entries(id))
                .filteredOn(entry -> entry.toString().contains("Ready"))
                .hasSize(2);

        assertThat(agent.post("/api/v1/messages", said.formatted("nobody", "")).status())
                .isEqualTo(404);
        assertThat(agent.post("/api/v1/messages", "{\"to\": {}, \"parts\": []}").status())
                .isEqualTo(400);
        agent.post("/api/v1/conversations/" + id + "/resolution", "");
        assertThat(agent.post("/api/v1/messages", said.formatted(user, "")).status())
                .isEqualTo(404);
    }

    private static void declare(String text) throws IOException {
        Files.writeString(file, text);
        await().untilAsserted(() -> assertThat(
                        courier.deliver(courier.sealed("{\"type\": \"ping\"}")).status())
                .isEqualTo(200));
    }

    private Callback sealed(int state) {
        return courier.sealed(parcel, state, Map.of("shop", user), "");
    }

    private JsonNode letter(String body) {
        return views.letter(body, each -> each.path("inbox").asString().equals("courier"));
    }

    /// What the hub itself has told the customer.
    private List<JsonNode> told(ConversationId id) {
        return views.entries(id).stream()
                .filter(entry -> entry.path("kind").asString().equals("message.created"))
                .filter(entry -> entry.path("sender").path("kind").asString().equals("system"))
                .toList();
    }
}
