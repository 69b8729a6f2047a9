package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.omnihub.console.Pictures;
import io.omnihub.conversation.Outcome;
import io.omnihub.identity.Role;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.courier.Courier;
import io.omnihub.web.Api;
import io.omnihub.web.Api.Answer;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Records as cards in conversations, and what agents press on them.
final class RecordTellingTests {

    private static final InboxId CARDS = new InboxId("cards");

    private static RunningHub hub;
    private static Courier shop;
    private static Path file;

    private final Api agent = hub.as(Role.AGENT);
    private final RecordViews views = new RecordViews(agent, hub.as(Role.ADMIN));
    private final String user = RunningHub.newUser();
    private final String order = "o-" + UUID.randomUUID();

    /// A channel that has cards, and a host of pictures.
    @BeforeAll
    static void open() throws IOException {
        hub = RunningHub.shared();
        shop = new Courier("whsec_c2VjcmV0IGtleSwgc2VjcmV0IGtleSwgc2VjcmV0IGtleQ==", Clock.systemUTC());
        file = Path.of(Objects.requireNonNull(hub.context.getEnvironment().getProperty("omnihub.config.channels")))
                .resolve("cards.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                omnihub:
                  channels:
                    cards:
                      name: Cards
                      capabilities: {sends: [card]}
                      inboxes:
                        cards:
                          name: Cards
                          properties: {picture-hosts: "%s"}
                """.formatted(shop.pictureHost()));
        await().until(() -> hub.watcher().get("/api/v1/inboxes").text().contains("\"cards\""));
    }

    @AfterAll
    static void close() throws IOException {
        shop.close();
        Files.delete(file);
        await().until(() -> !hub.watcher().get("/api/v1/inboxes").text().contains("\"cards\""));
    }

    @Test
    void aCustomerGetsACardInWordsAndAgentsLookTheRecordUpAsItWas() {
        ConversationId id = begin(CARDS);
        hand(CARDS, 1, "paid", "\"tell\": \"customer\"");
        JsonNode told = told(id, 1);
        hand(CARDS, 2, "shipped", "\"tell\": \"nobody\"");

        assertThat(told.path("visibility").asString()).isEqualTo("everyone");
        JsonNode card = told.at("/change/parts/0");
        assertThat(card.path("type").asString()).isEqualTo("card");
        assertThat(card.path("fields").valueStream())
                .extracting(
                        field -> field.path("name").asString(),
                        field -> field.path("value").asString())
                .containsExactly(tuple("State", "Paid"), tuple("Amount", "CN¥128.50"));
        assertThat(card.path("buttons").valueStream())
                .as("what agents press is not the customer's")
                .extracting(button -> button.path("label").asString())
                .containsExactly("Track");

        await().until(() -> views.records(id).path(0).path("changes").asInt() == 2);
        String change = "/api/v1/records/%s/history/%s"
                .formatted(
                        card.at("/metadata/record").asString(),
                        card.at("/metadata/change").asString());
        JsonNode then = agent.get(change).json();
        assertThat(then.at("/record/state").asString()).isEqualTo("paid");
        assertThat(then.at("/record/fields/0/kind").asString()).isEqualTo("money");
        assertThat(then.at("/record/steps")).hasSize(2);
        assertThat(agent.get(change + "9").status()).isEqualTo(404);
        assertThat(hub.as(RunningHub.OTHER, Role.AGENT).get(change).status()).isEqualTo(404);
    }

    @Test
    void theCardHasAPictureOfItsOwnAndGoesWithoutWhereTheHostGivesNone() {
        ConversationId id = begin(CARDS);
        String picture = shop.shows(Pictures.png(10, 10));
        hand(CARDS, 1, "paid", "\"tell\": \"customer\", \"picture\": \"" + picture + "\"");
        JsonNode told = told(id, 1);
        assertThat(told.at("/change/parts/0/picture/contentType").asString()).isEqualTo("image/png");
        String media = "/api/v1/conversations/" + id + "/entries/"
                + told.path("sequence").asInt() + "/parts/0/media";
        assertThat(agent.get(media).header("Content-Type")).startsWith("image/png");

        hand(CARDS, 2, "shipped", "\"tell\": \"customer\", \"picture\": \"" + picture + "/none\"");
        JsonNode without = told(id, 2);
        assertThat(without.at("/change/parts/0/fields/0/value").asString()).isEqualTo("Shipped");
        assertThat(without.at("/change/parts/0").has("picture")).isFalse();
    }

    @Test
    void whereTheChannelTakesNoReplyNowTheCardIsANote() {
        ConversationId id = begin(RunningHub.NARROW);
        for (int said = 0; said < 2; said++) {
            assertThat(agent.post(
                                    "/api/v1/conversations/" + id + "/replies",
                                    "{\"parts\": [{\"type\": \"text\", \"text\": \"Hello\"}]}")
                            .status())
                    .isEqualTo(201);
        }
        hand(RunningHub.NARROW, 1, "paid", "\"tell\": \"customer\"");

        JsonNode told = told(id, 3);
        assertThat(told.path("visibility").asString()).isEqualTo("agents");
        assertThat(told.at("/change/parts/0/type").asString()).isEqualTo("card");
        assertThat(told.at("/change/parts/0/buttons")).hasSize(2);
    }

    @Test
    void aSystemPostsACardToWhomItKnowsByAnId() {
        ConversationId id = begin(CARDS);
        String card = """
                {"to": {"%s": "%s"}, "parts": [{"type": "card", "title": "Order 7", "fields": [{"name": "State", "value": "Ready"}],
                  "buttons": [{"label": "Show", "url": "https://shop.example/7"}]}]}""";
        Answer answer = agent.post("/api/v1/messages", card.formatted(CARDS, user));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().path("conversation").asString()).isEqualTo(id.value());

        JsonNode part = told(id, 1).at("/change/parts/0");
        assertThat(part.path("title").asString()).isEqualTo("Order 7");
        assertThat(part.at("/fields/0/value").asString()).isEqualTo("Ready");
        assertThat(part.at("/buttons/0/url").asString()).isEqualTo("https://shop.example/7");

        begin(RunningHub.INBOX);
        assertThat(agent.post("/api/v1/messages", card.formatted(RunningHub.INBOX, user))
                        .json()
                        .path("type")
                        .asString())
                .as("where the channel has no cards")
                .endsWith("not-capable");
    }

    @Test
    void whatAnAgentPressesStandsInTheConversationOnceAndForAgentsAlone() {
        ConversationId id = begin(RunningHub.INBOX);
        hand(RunningHub.INBOX, 1, "paid", "\"tell\": \"nobody\"");
        String record = await().until(() -> views.records(id), found -> found.size() == 1)
                .path(0)
                .path("id")
                .asString();
        String clicks = "/api/v1/conversations/" + id + "/records/" + record + "/clicks";
        for (int i = 0; i < 2; i++) {
            Answer answer = agent.post(clicks, "{\"value\": \"cancel\"}", "Idempotency-Key", order);
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        }

        List<JsonNode> clicked = views.entries(id).stream()
                .filter(entry -> entry.path("kind").asString().equals("record.clicked"))
                .toList();
        assertThat(clicked).hasSize(1);
        JsonNode entry = clicked.getFirst();
        assertThat(entry.path("visibility").asString()).isEqualTo("agents");
        assertThat(entry.at("/sender/kind").asString()).as("by a token").isEqualTo("bot");
        JsonNode event = entry.at("/change/parts/0");
        assertThat(event.path("event").asString()).isEqualTo("card-click");
        assertThat(event.path("data").properties())
                .extracting(each -> each.getKey() + "=" + each.getValue().asString())
                .containsExactlyInAnyOrder(
                        "record=" + record,
                        "source=cards",
                        "type=order",
                        "key=" + order,
                        "title=Order 7",
                        "value=cancel",
                        "button=Cancel");

        hand(RunningHub.INBOX, 2, "shipped", "\"buttons\": {}");
        await().until(() -> views.records(id).path(0).path("changes").asInt() == 2);
        assertThat(agent.post(clicks, "{\"value\": \"cancel\"}").status())
                .as("the record has it no more")
                .isEqualTo(404);
        assertThat(agent.post(clicks, "{}").status()).isEqualTo(404);
        assertThat(agent.post(clicks.replace(record, "nothing"), "{\"value\": \"cancel\"}")
                        .status())
                .isEqualTo(404);
        assertThat(hub.as(RunningHub.OTHER, Role.AGENT)
                        .post(clicks, "{\"value\": \"cancel\"}")
                        .status())
                .isEqualTo(404);
    }

    private ConversationId begin(InboxId inbox) {
        String key = UUID.randomUUID().toString();
        Message hello = new Message(key, List.of(new Content.Text("Where is my order?")), null);
        Outcome outcome = hub.take(RunningHub.event(TenantId.DEFAULT, inbox, user, Keys.message(key), hello));
        return ((Outcome.Stored) outcome).conversation();
    }

    private void hand(InboxId inbox, int version, String state, String more) {
        String buttons = more.contains("\"buttons\"")
                ? ""
                : "\"buttons\": {\"Track\": \"https://shop.example/t\", \"Cancel\": {\"value\": \"cancel\"}}, ";
        hub.bean(ProducerTemplate.class)
                .sendBodyAndHeader(
                        "hub:record",
                        """
                        {"type": "order", "key": "%s", "version": %d, "title": "Order 7", "state": "%s", "tone": "good",
                         "contact": {"%s": "%s"}, "fields": {"amount": {"money": "128.50", "currency": "CNY"}},
                         "steps": [{"name": "Packed", "time": "2026-01-31T08:00:00Z"}, {"name": "Delivered"}], %s%s}""".formatted(order, version, state, inbox, user, buttons, more),
                        "HubInbox",
                        CARDS.value());
    }

    /// What came after the first words, when it is there.
    ///
    /// @param place among the messages and notes, from 0
    private JsonNode told(ConversationId id, int place) {
        return await().until(
                        () -> views.entries(id).stream()
                                .filter(entry ->
                                        entry.at("/change/type").asString().equals("message"))
                                .toList(),
                        all -> all.size() == place + 1)
                .getLast();
    }
}
