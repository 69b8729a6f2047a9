package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.web.Api;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Links into apps: who may say them, and to whom.
final class DeepLinksTests {

    private static final String TEXT = "{\"type\": \"text\", \"text\": \"Where is my order?\"}";

    private final LiveHub live = LiveHub.shared();
    private final Api agent = live.hub.as(Role.AGENT);

    @Test
    void anAgentLeadsAUserIntoTheAppThatTheHubWasToldOf() {
        String conversation = begun(live.user("mobile"));

        Api.Answer reply = reply(conversation, "myshop://order/1024");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(agent.get("/api/v1/conversations/" + conversation + "/entries/"
                                + reply.json().path("sequence").asLong())
                        .json()
                        .at("/change/parts/0/buttons/0/url")
                        .asString())
                .isEqualTo("myshop://order/1024");
        assertThat(live.hub.watcher().get("/api/v1/inboxes").json().path("items"))
                .filteredOn(inbox -> inbox.path("id").asString().equals("mobile"))
                .singleElement()
                .satisfies(inbox -> assertThat(inbox.path("schemes").toString()).isEqualTo("[\"myshop\"]"));

        Api.Answer other = reply(conversation, "theirs://order/1024");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text()).contains("not-capable", "theirs:");
    }

    @Test
    void whatRunsOrIsAFileIsSaidByNobody() {
        String conversation = begun(live.user("mobile"));
        for (String address : new String[] {
            "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,hi", "file:///etc/passwd", "order/1024"
        }) {
            Api.Answer answer = reply(conversation, address);
            assertThat(answer.status()).as(address).isEqualTo(400);
            assertThat(answer.text()).contains("parts[0].buttons[0].url");
        }
    }

    @Test
    void aSitesVisitorIsLedIntoNoApp() {
        JsonNode visitor = live.visitor();
        String conversation = begun(visitor, "Origin", LiveHub.ORIGIN);
        assertThat(reply(conversation, "myshop://order/1024").text()).contains("not-capable");
    }

    @Test
    void aUserLeadsNobodyIntoAnApp() {
        JsonNode user = live.user("mobile");
        Api.Answer answer = say(user, card("myshop://order/1024"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("parts[0].buttons[0].url", "must begin with https:// or http://");
    }

    @Test
    void aRecordsButtonLeadsIntoTheAppThatNamesTheSchemeAndIntoNoOther() {
        assertThat(addresses("mobile")).containsExactly("myshop://order/1024", "https://shop.example/o/1024");
        assertThat(addresses("frank")).as("it has no schemes").containsExactly("https://shop.example/o/1024");
    }

    /// Where the buttons lead on the card by which a user of an app is told of a record.
    private List<String> addresses(String app) {
        JsonNode user = live.user(app);
        String conversation = begun(user);
        live.hub
                .bean(ProducerTemplate.class)
                .sendBodyAndHeader(
                        "hub:record",
                        """
                {"type": "order", "key": "%s", "contact": {"%s": "%s"}, "tell": "customer", "buttons": {
                  "Theirs": "theirs://order/1024", "Show": "myshop://order/1024",
                  "Page": "https://shop.example/o/1024"}}""".formatted(
                                UUID.randomUUID(), app, user.path("visitor").asString()),
                        "HubInbox",
                        "shop");
        JsonNode card = await().until(
                        () -> agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100")
                                .json()
                                .path("items")
                                .valueStream()
                                .filter(entry -> entry.at("/change/parts/0/type")
                                        .asString()
                                        .equals("card"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(card.path("visibility").asString()).isEqualTo("everyone");
        return card.at("/change/parts/0/buttons")
                .valueStream()
                .map(button -> button.path("url").asString())
                .toList();
    }

    private Api.Answer reply(String conversation, String address) {
        return agent.post("/api/v1/conversations/" + conversation + "/replies", "{\"parts\": [" + card(address) + "]}");
    }

    private static String card(String address) {
        return Desk.card("Order 1024", "Show", address);
    }

    /// A conversation in which something was said.
    private String begun(JsonNode who, String... headers) {
        await().until(() -> say(who, TEXT, headers).status() == 201);
        return who.path("conversation").asString();
    }

    private Api.Answer say(JsonNode who, String part, String... headers) {
        return new Api(live.hub.address, "Visitor " + who.path("token").asString())
                .post(
                        "/api/v1/visitor/messages",
                        "{\"clientId\": \"" + LiveHub.newId() + "\", \"parts\": [" + part + "]}",
                        headers);
    }
}
