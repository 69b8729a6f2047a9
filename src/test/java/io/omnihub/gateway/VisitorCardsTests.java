package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.omnihub.client.ApiException;
import io.omnihub.client.Entry;
import io.omnihub.client.Listener;
import io.omnihub.client.OmniHubClient;
import io.omnihub.identity.Role;
import io.omnihub.web.Api;
import io.omnihub.web.Api.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Cards that visitors of sites and apps are sent, and what they press on them.
final class VisitorCardsTests {

    private static final String CARD = """
            {"parts": [{"type": "card", "title": "Are you content?", "metadata": %s,
              "buttons": [{"label": "Yes", "value": "rate:5"}, {"label": "No", "value": "rate:1"}]}]}""";

    private final LiveHub live = LiveHub.shared();
    private final Api agent = live.hub.as(Role.AGENT);
    private final String order = "o-" + UUID.randomUUID();

    @Test
    void aCustomerPressesAButtonOfTheOwnRecordAndTheSystemIsToldWhoItWas() {
        Guest guest = new Guest();
        hand(
                guest,
                1,
                "\"Refund\": {\"value\": \"refund\", \"agentsOnly\": true}, \"Hold it back\": {\"value\": \"hold\"}");
        JsonNode card = guest.sent(2);
        JsonNode part = card.at("/change/parts/0");
        assertThat(part.path("title").asString()).isEqualTo("Parcel 7");
        assertThat(part.at("/fields/0/value").asString()).isEqualTo("Shipped");
        assertThat(part.path("buttons").valueStream())
                .extracting(
                        each -> each.path("label").asString(),
                        each -> each.path("url").asString(""),
                        each -> each.path("value").asString(""))
                .containsExactly(tuple("Track", "https://courier.example/7", ""), tuple("Hold it back", "", "hold"));
        JsonNode standing = guest.get(at(card) + "/record").json();
        assertThat(standing.path("tone").asString()).isEqualTo("busy");
        assertThat(standing.path("steps").valueStream())
                .extracting(
                        each -> each.path("name").asString(),
                        each -> each.path("done").asBoolean())
                .containsExactly(tuple("Packed", true), tuple("Delivered", false));

        Answer pressed = guest.press(card, "hold");
        assertThat(pressed.status()).as(pressed.text()).isEqualTo(201);
        assertThat(guest.press(card, "hold").json()).as("once").isEqualTo(pressed.json());
        List<JsonNode> clicks = clicks(guest);
        assertThat(clicks).hasSize(1);
        JsonNode click = clicks.getFirst();
        assertThat(click.path("visibility").asString()).isEqualTo("agents");
        assertThat(click.path("direction").asString()).isEqualTo("inbound");
        assertThat(click.at("/sender/kind").asString()).isEqualTo("contact");
        assertThat(click.at("/sender/id").asString()).isEqualTo(guest.id);
        assertThat(click.at("/change/parts/0/data").properties())
                .extracting(each -> each.getKey() + "=" + each.getValue().asString())
                .containsExactlyInAnyOrder(
                        "record=" + part.at("/metadata/record").asString(),
                        "source=shop",
                        "type=shipment",
                        "key=" + order,
                        "title=Parcel 7",
                        "value=hold",
                        "button=Hold it back");
        assertThat(guest.entries()).as("it stands there for agents alone").hasSize(2);
    }

    @Test
    void onlyWhoWasSentTheCardPressesAndOnlyWhatIsOnItAndStillOfTheRecord() {
        Guest guest = new Guest();
        hand(
                guest,
                1,
                "\"Hold it back\": {\"value\": \"hold\"}, \"Give it back\": {\"value\": \"return\"},"
                        + " \"Burn it\": {\"value\": \"burn\"}");
        JsonNode card = guest.sent(2);
        assertThat(card.at("/change/parts/0/buttons")).as("three at most").hasSize(3);
        Guest stranger = new Guest();
        stranger.say("Me too");
        for (Answer refused : List.of(
                stranger.press(card, "hold"),
                stranger.get(at(card) + "/record"),
                guest.press(card, "burn"),
                guest.press(card, ""),
                guest.send(at(card) + "/clicks", "{}"),
                guest.send(at(card).replace("/parts/0", "/parts/1") + "/clicks", "{\"value\": \"hold\"}"),
                guest.send(at(card).replace("/parts/0", "/parts/-1") + "/clicks", "{\"value\": \"hold\"}"),
                guest.send("/api/v1/visitor/entries/1/parts/0/clicks", "{\"value\": \"hold\"}"),
                guest.send("/api/v1/visitor/entries/99/parts/0/clicks", "{\"value\": \"hold\"}"))) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(404);
        }
        assertThat(live.hub
                        .anonymous()
                        .post(at(card) + "/clicks", "{\"value\": \"hold\"}")
                        .status())
                .isEqualTo(401);

        hand(
                guest,
                2,
                "\"Give it back\": {\"value\": \"return\"}, \"Hold it back\": {\"value\": \"hold\", \"agentsOnly\": true}");
        JsonNode next = guest.sent(3);
        assertThat(guest.press(card, "hold").status())
                .as("the record has it for agents alone by now")
                .isEqualTo(404);
        assertThat(guest.press(next, "return").status()).isEqualTo(201);
        assertThat(clicks(guest)).hasSize(1);

        Guest owner = new Guest();
        owner.say("It is mine");
        hand(owner, 3, "\"Give it back\": {\"value\": \"return\"}");
        await().untilAsserted(() -> assertThat(guest.press(next, "return").status())
                .as("it turned out to be another's")
                .isEqualTo(404));
    }

    @Test
    void aCardThatACustomerMakesUpIsNobodysRecord() {
        Guest victim = new Guest();
        hand(victim, 1, "\"Hold it back\": {\"value\": \"hold\"}");
        JsonNode metadata = victim.sent(2).at("/change/parts/0/metadata");
        Guest guest = new Guest();
        String forged = CARD.formatted(metadata).replace("rate:5", "hold");
        String said = forged.replaceFirst("\\{", "{\"clientId\": \"" + LiveHub.newId() + "\", ");
        assertThat(guest.send("/api/v1/visitor/messages", said).status()).isEqualTo(201);
        JsonNode own = guest.entries().getLast();
        assertThat(own.at("/change/parts/0/metadata")).isEqualTo(metadata);
        assertThat(guest.press(own, "hold").status()).isEqualTo(404);
        assertThat(guest.get(at(own) + "/record").status()).isEqualTo(404);

        // Nor is that of an agent, who may send the same to anybody.
        JsonNode card = guest.sent(agent, forged);
        assertThat(guest.get(at(card) + "/record").status()).isEqualTo(404);
        assertThat(guest.press(card, "hold").status()).isEqualTo(201);
        assertThat(clicks(victim)).isEmpty();
        assertThat(clicks(guest)).isEmpty();
    }

    @Test
    void aButtonOfAnAgentsCardIsAnswered() {
        Guest guest = new Guest();
        JsonNode card = guest.sent(agent, CARD.formatted("{}"));
        assertThat(guest.press(card, "rate:5").status()).isEqualTo(201);
        assertThat(guest.press(card, "rate:5").status()).isEqualTo(201);
        JsonNode answer = guest.entries().getLast();
        assertThat(answer.path("kind").asString()).isEqualTo("message.created");
        assertThat(answer.at("/change/parts/0/event").asString()).isEqualTo("card-click");
        assertThat(answer.at("/change/parts/0/data/value").asString()).isEqualTo("rate:5");
        assertThat(answer.at("/change/parts/0/data/button").asString()).isEqualTo("Yes");
        assertThat(guest.entries()).hasSize(3);

        String said = "/api/v1/conversations/" + guest.conversation + "/entries/"
                + card.path("sequence").asLong();
        assertThat(agent.post(
                                said + "/edits",
                                CARD.formatted("{}")
                                        .replace("\"Yes\", \"value\": \"rate:5\"", "\"So so\", \"value\": \"rate:3\""))
                        .status())
                .isEqualTo(201);
        assertThat(guest.press(card, "rate:5").status())
                .as("it was said otherwise")
                .isEqualTo(404);
        assertThat(guest.press(card, "rate:3").status()).isEqualTo(201);
        assertThat(agent.post(said + "/recall", "").status()).isEqualTo(201);
        assertThat(guest.press(card, "rate:1").status()).as("it was taken back").isEqualTo(404);
    }

    @Test
    void whoPressesAllTheTimeIsToldToWait() {
        Guest guest = new Guest();
        JsonNode card = guest.sent(agent, CARD.formatted("{}"));
        List<Integer> answers = IntStream.range(0, 200)
                .mapToObj(_ -> guest.press(card, "rate:5").status())
                .toList();
        assertThat(Set.copyOf(answers)).containsExactlyInAnyOrder(201, 429);
        assertThat(guest.said()).as("once").isEqualTo(1);
    }

    @Test
    void appsPressByTheJavaLibrary() throws Exception {
        List<Entry> entries = new CopyOnWriteArrayList<>();
        Listener listener = new Listener() {
            @Override
            public void entry(Entry entry) {
                entries.add(entry);
            }
        };
        try (OmniHubClient client = OmniHubClient.builder(live.hub.address, "frank")
                .listener(listener)
                .build()) {
            client.start();
            client.send("Where is it?");
            await().until(() -> entries.size() == 1);
            Map<?, ?> sender = (Map<?, ?>) entries.getFirst().fields().get("sender");
            hand(String.valueOf(sender.get("id")), 1, "\"Hold it back\": {\"value\": \"hold\"}");
            await().until(() -> entries.size() == 2);
            Entry card = entries.getLast();
            assertThat(client.record(card, 0).get("tone")).isEqualTo("busy");
            client.press(card, 0, "hold");
            client.press(card, 0, "hold");
            assertThatThrownBy(() -> client.press(card, 0, "other"))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.status()).isEqualTo(404));
            assertThatThrownBy(() -> client.record(entries.getFirst(), 0)).isInstanceOf(ApiException.class);
            assertThat(clicks(String.valueOf(card.fields().get("conversation"))))
                    .hasSize(1);
        }
    }

    @Test
    void appsPressByTheJavaScriptLibrary() {
        try (NodeApp app = new NodeApp(Map.of("hub", live.hub.address, "site", "frank"))) {
            app.call("start");
            app.send("Where is it?");
            await().until(() -> app.entries().size() == 1);
            hand(app.entries().getFirst().at("/sender/id").asString(), 1, "\"Hold it back\": {\"value\": \"hold\"}");
            await().until(() -> app.entries().size() == 2);
            JsonNode card = app.entries().getLast();
            long sequence = card.path("sequence").asLong();
            assertThat(app.call("record", sequence, 0).path("tone").asString()).isEqualTo("busy");
            for (int i = 0; i < 2; i++) {
                assertThat(app.call("press", sequence, 0, "hold").isNull()).isTrue();
            }
            assertThat(app.call("press", sequence, 0, "other").asString()).contains("no button with this value");
            assertThat(clicks(card.path("conversation").asString())).hasSize(1);
            app.call("close");
        }
    }

    private void hand(Guest guest, int version, String buttons) {
        hand(guest.id, version, buttons);
    }

    /// Has a system tell of a parcel.
    private void hand(String visitor, int version, String buttons) {
        live.hub
                .bean(ProducerTemplate.class)
                .sendBodyAndHeader("hub:record", """
                        {"type": "shipment", "key": "%s", "version": %d, "title": "Parcel 7", "state": "shipped", "tone": "busy",
                         "contact": {"frank": "%s"}, "fields": {"carrier": "SF"}, "tell": "customer",
                         "steps": [{"name": "Packed", "time": "2026-01-31T08:00:00Z"}, {"name": "Delivered"}],
                         "buttons": {"Track": "https://courier.example/7", %s}}""".formatted(order, version, visitor, buttons), "HubInbox", "shop");
    }

    private static String at(JsonNode entry) {
        return "/api/v1/visitor/entries/" + entry.path("sequence").asLong() + "/parts/0";
    }

    private List<JsonNode> clicks(Guest guest) {
        return clicks(guest.conversation);
    }

    private List<JsonNode> clicks(String conversation) {
        return agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100")
                .json()
                .path("items")
                .valueStream()
                .filter(entry -> entry.path("kind").asString().equals("record.clicked"))
                .toList();
    }

    /// A user of the app who has said something.
    private final class Guest {

        private final String id;
        private final String conversation;
        private final Api api;

        Guest() {
            JsonNode user = live.user("frank");
            id = user.path("visitor").asString();
            conversation = user.path("conversation").asString();
            api = new Api(live.hub.address, "Visitor " + user.path("token").asString());
            say("Where is it?");
        }

        void say(String text) {
            String said = "{\"clientId\": \"%s\", \"parts\": [{\"type\": \"text\", \"text\": \"%s\"}]}"
                    .formatted(LiveHub.newId(), text);
            assertThat(send("/api/v1/visitor/messages", said).status()).isEqualTo(201);
        }

        Answer get(String path) {
            return api.get(path);
        }

        Answer send(String path, String json) {
            return api.post(path, json);
        }

        Answer press(JsonNode entry, String value) {
            return send(at(entry) + "/clicks", "{\"value\": \"" + value + "\"}");
        }

        List<JsonNode> entries() {
            return get("/api/v1/visitor/entries?limit=100")
                    .json()
                    .path("items")
                    .valueStream()
                    .toList();
        }

        /// How many messages of this one agents see, beside the first.
        long said() {
            return agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100")
                            .json()
                            .path("items")
                            .valueStream()
                            .filter(entry -> entry.path("kind").asString().equals("message.created"))
                            .filter(entry -> entry.path("direction").asString().equals("inbound"))
                            .count()
                    - 1;
        }

        /// The last entry, once there are so many.
        JsonNode sent(int count) {
            return await().until(this::entries, all -> all.size() == count).getLast();
        }

        /// What an agent has answered.
        JsonNode sent(Api by, String reply) {
            Answer answer = by.post("/api/v1/conversations/" + conversation + "/replies", reply);
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            return entries().getLast();
        }
    }
}
