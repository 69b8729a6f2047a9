package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.omnihub.buffer.Buffer;
import io.omnihub.buffer.RawRecord;
import io.omnihub.identity.Role;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Keys;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Records in the whole hub: by their door into the database, to the contact and into the conversation.
final class RecordsTests {

    private final RunningHub hub = RunningHub.shared();
    private final Api agent = hub.as(Role.AGENT);
    private final Api admin = hub.as(Role.ADMIN);
    private final RecordViews views = new RecordViews(agent, admin);
    private final String user = RunningHub.newUser();
    private final String order = "o-" + UUID.randomUUID();

    @Test
    void whatASystemTellsIsShownWithTheContactItNames() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Where is my order?");
        hand("\"version\": 1, \"state\": \"paid\", \"fields\": {\"amount\": {\"money\": 12.5, \"currency\": \"CNY\"}}");
        hand("\"version\": 2, \"state\": \"shipped\", \"tone\": \"good\", \"fields\": {}");

        JsonNode record = await().until(
                        () -> views.records(id),
                        list -> list.size() == 1 && list.path(0).path("changes").asInt() == 2)
                .path(0);
        assertThat(record.path("source").asString()).isEqualTo("shop");
        assertThat(record.path("record").path("state").asString()).isEqualTo("shipped");
        assertThat(record.path("record").path("tone").asString()).isEqualTo("good");
        String path = "/api/v1/records/" + record.path("id").asString();
        assertThat(agent.get(path).json()).isEqualTo(record);
        JsonNode history = agent.get(path + "/history").json().path("items");
        assertThat(history).hasSize(2);
        assertThat(history.path(1)
                        .path("record")
                        .path("fields")
                        .path(0)
                        .path("kind")
                        .asString())
                .isEqualTo("money");
        Api stranger = hub.as(RunningHub.OTHER, Role.AGENT);
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(stranger.get(path + "/history").status()).isEqualTo(404);
        assertThat(stranger.get(views.list(id)).status()).isEqualTo(404);
    }

    @Test
    void aRecordFindsItsContactWhenTheNumberTurnsUp() {
        String phone = "139" + Math.floorMod(order.hashCode(), 1_000_000_000);
        hand("\"contact\": {\"phone\": \"" + phone + "\"}");
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        assertThat(views.records(id)).isEmpty();

        var _ = hub.take(RunningHub.event(
                TenantId.DEFAULT, user, Keys.event("c"), new ContactChange("", "", Map.of("phone", phone))));
        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(1));
    }

    @Test
    void aCardComesIntoTheOpenConversationOnceAndAnswersNobody() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Where is my order?");
        for (int i = 0; i < 2; i++) {
            hand("\"version\": 1, \"title\": \"Order shipped\", \"tell\": \"customer\"");
        }
        hand("\"version\": 2, \"title\": \"Order delivered\", \"tell\": \"agents\"");

        await().untilAsserted(() -> assertThat(messages(id)).hasSize(3));
        List<JsonNode> messages = messages(id);
        assertThat(messages.get(1).path("visibility").asString()).isEqualTo("everyone");
        assertThat(messages.get(1)
                        .path("change")
                        .path("parts")
                        .path(0)
                        .path("text")
                        .asString())
                .as("in words, since the channel has no cards")
                .startsWith("Order shipped");
        assertThat(messages.get(2).path("visibility").asString()).isEqualTo("agents");
        assertThat(messages.get(2)
                        .path("change")
                        .path("parts")
                        .path(0)
                        .path("type")
                        .asString())
                .isEqualTo("card");
        assertThat(agent.get("/api/v1/conversations/" + id)
                        .json()
                        .path("waitingSince")
                        .asString(""))
                .as("the customer still waits for a person")
                .isNotEmpty();
    }

    @Test
    void withoutAnOpenConversationItWaitsInThePanel() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        assertThat(agent.post("/api/v1/conversations/" + id + "/resolution", "").status())
                .isEqualTo(201);
        hand("\"tell\": \"customer\"");

        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(1));
        await().until(() -> new RecordNotices(hub.bean(Database.class), Clock.systemUTC())
                .next(1)
                .isEmpty());
        assertThat(messages(id)).hasSize(1);
    }

    @Test
    void whoLooksAtAContactIsToldThatARecordHasChanged() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        hand("\"state\": \"paid\"");

        await().untilAsserted(() -> assertThat(views.entries(id))
                .anySatisfy(entry -> assertThat(entry.path("kind").asString()).isEqualTo("contact.changed")));
    }

    @Test
    void aConversationIsNotFloodedByARecordThatChangesAllTheTime() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Where is my courier?");
        for (int version = 1; version <= 20; version++) {
            int next = version;
            hand("\"version\": " + version + ", \"state\": \"at " + version + "\"");
            await().until(
                            () -> views.records(id),
                            found -> found.path(0).path("changes").asInt() == next);
        }
        await().untilAsserted(() -> assertThat(hints(id)).isPositive());
        assertThat(hints(id)).isLessThan(10);
    }

    private long hints(ConversationId id) {
        return views.entries(id).stream()
                .filter(entry -> entry.path("kind").asString().equals("contact.changed"))
                .count();
    }

    @Test
    void whatIsProcessedAgainIsAsOldAsItWas() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        hand("\"state\": \"shipped\"");
        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(1));
        hub.bean(ProducerTemplate.class)
                .sendBodyAndHeaders(
                        "hub:record",
                        json("\"state\": \"packed\""),
                        Map.of("HubInbox", "shop", "HubReceivedAt", "2026-01-02T03:04:05Z"));

        await().untilAsserted(() ->
                assertThat(views.records(id).path(0).path("changes").asInt()).isEqualTo(2));
        assertThat(views.records(id).path(0).path("record").path("state").asString())
                .isEqualTo("shipped");
    }

    @Test
    void administratorsEraseOneOrAContactsOrASourcesAndTheAuditTells() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Where is my order?");
        hand("\"title\": \"Order shipped\", \"tell\": \"agents\"");
        await().untilAsserted(() -> assertThat(messages(id)).hasSize(2));
        String one = "/api/v1/records/erasure";
        String body = "{\"source\": \"shop\", \"type\": \"order\", \"key\": \"%s\"}".formatted(order);

        assertThat(admin.post(one, body).json().path("erased").asInt()).isEqualTo(1);
        assertThat(admin.post(one, body).json().path("erased").asInt()).isZero();
        assertThat(views.records(id)).isEmpty();
        await().untilAsserted(() -> assertThat(messages(id)).hasSize(1));

        hand("\"title\": \"Order packed\"");
        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(1));
        assertThat(admin.post(views.list(id) + "/erasure", "").status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(views.records(id)).isEmpty());
        assertThat(admin.get("/api/v1/audit?limit=2").json().path("items").valueStream())
                .extracting(
                        row -> row.path("what").asString(),
                        row -> row.path("target").asString().replaceAll("[0-9a-f]{32}", "…"))
                .contains(tuple("record.erased", "shop/order/…"))
                .anySatisfy(row -> assertThat(row.toList().toString()).startsWith("[records.erased, contact/"));

        assertThat(admin.post(one, "{\"source\": \"shop\", \"type\": \"order\"}")
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("key");
        assertThat(admin.post("/api/v1/contacts/nobody/records/erasure", "").status())
                .isEqualTo(404);
        assertThat(admin.post("/api/v1/inboxes/nowhere/records/erasure", "{\"all\": true}")
                        .status())
                .isEqualTo(404);
        for (String vague :
                List.of("{}", "{\"type\": \"\"}", "{\"all\": true, \"type\": \"order\"}", "{\"type\": \"Order\"}")) {
            assertThat(admin.post("/api/v1/inboxes/shop/records/erasure", vague)
                            .json()
                            .path("field")
                            .asString())
                    .as(vague)
                    .isEqualTo("type");
        }
    }

    @Test
    void allOfOneTypeThatASourceToldAreErased() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        hand("\"state\": \"paid\"");
        hub.bean(ProducerTemplate.class)
                .sendBodyAndHeader(
                        "hub:record",
                        json("\"version\": 1").replace("\"type\": \"order\"", "\"type\": \"ticket\""),
                        "HubInbox",
                        "shop");
        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(2));

        assertThat(admin.post("/api/v1/inboxes/shop/records/erasure", "{\"type\": \"ticket\"}")
                        .status())
                .isEqualTo(202);
        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(1));
        assertThat(views.records(id).path(0).path("record").path("type").asString())
                .isEqualTo("order");
    }

    @Test
    void aTimeFarAheadIsRefused() {
        assertThatThrownBy(() -> hand("\"time\": \"9999-01-01T00:00:00Z\""))
                .rootCause()
                .hasMessage("time: must not be more than a day ahead");
    }

    @Test
    void aRecordThatCannotBeReadIsADeadLetterWithItsBytesAndCanBeReplayed() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        String bytes = "[" + json("\"version\": 1") + "]";
        hub.bean(Buffer.class)
                .putRecords(List.of(new RawRecord(
                        TenantId.DEFAULT,
                        RunningHub.INBOX,
                        RunningHub.CHANNEL,
                        Instant.parse("2026-01-02T03:04:05Z"),
                        new Raw("application/json", bytes.getBytes(StandardCharsets.UTF_8)))));
        JsonNode letter =
                views.letter(bytes, each -> each.path("route").asString().equals("record"));
        assertThat(letter.path("reason").asString()).contains("record: must be an object");
        assertThat(views.records(id)).isEmpty();

        // The door takes lists, which its queue does not hold.
        assertThat(admin.post("/api/v1/dead-letters/" + letter.path("id").asString() + "/replay", "")
                        .status())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(views.records(id)).hasSize(1));
    }

    @Test
    void theDoorRefusesWhatIsWrongByTheNameOfTheField() {
        assertThatThrownBy(() -> hand("\"tone\": \"pink\"")).rootCause().hasMessageStartingWith("tone: must be one of");
        ProducerTemplate template = hub.bean(ProducerTemplate.class);
        assertThatThrownBy(
                        () -> template.sendBodyAndHeader("hub:record", json("\"version\": 1"), "HubInbox", "nowhere"))
                .rootCause()
                .hasMessageContaining("has no inbox nowhere");
        assertThatThrownBy(() -> template.sendBody("hub:record", json("\"version\": 1")))
                .rootCause()
                .hasMessageStartingWith("source: must be told by the header HubInbox");
    }

    @Test
    void ofManyRecordsAPageIsShown() {
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Hello");
        List<String> many = new ArrayList<>();
        IntStream.range(0, 45).forEach(i -> many.add(json("\"version\": 1").replace(order, order + "-" + i)));
        hub.bean(ProducerTemplate.class).sendBodyAndHeader("hub:record", many.toString(), "HubInbox", "shop");

        await().untilAsserted(() -> {
            JsonNode first = agent.get(views.list(id)).json();
            assertThat(first.path("items")).hasSize(20);
            JsonNode second = agent.get(views.list(id) + "?limit=40&cursor="
                            + first.path("nextCursor").asString())
                    .json();
            assertThat(second.path("items")).hasSize(25);
        });
        assertThat(agent.get(views.list(id) + "?limit=201").status()).isEqualTo(400);
    }

    private void hand(String more) {
        hub.bean(ProducerTemplate.class).sendBodyAndHeader("hub:record", json(more), "HubInbox", "shop");
    }

    private String json(String more) {
        String contact = more.contains("\"contact\"") ? "" : "\"contact\": {\"shop\": \"" + user + "\"}, ";
        return "{\"type\": \"order\", \"key\": \"%s\", %s%s}".formatted(order, contact, more);
    }

    private List<JsonNode> messages(ConversationId id) {
        return views.entries(id).stream()
                .filter(entry -> List.of("message.created", "note.created")
                        .contains(entry.path("kind").asString()))
                .toList();
    }
}
