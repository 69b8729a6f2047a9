package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What passes between the two sides beside messages.
final class TogetherTests {

    private final LiveHub live = LiveHub.shared();
    private final JsonNode visitor = live.visitor();
    private final String conversation = visitor.path("conversation").asString();

    @Test
    void typingIsShownButNotesAreNot() {
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent();
                Client colleague = live.agent()) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
            watch(agent);
            watch(colleague);

            customer.send("{\"type\": \"typing\", \"preview\": \"I would\"}");
            assertThat(agent.await("typing").path("preview").asString()).isEqualTo("I would");
            colleague.await("typing");

            agent.send("{\"type\": \"typing\", \"conversation\": \"" + conversation + "\", \"note\": true}");
            assertThat(colleague.await("typing").path("note").asBoolean()).isTrue();
            agent.send("{\"type\": \"typing\", \"conversation\": \"" + conversation + "\"}");
            JsonNode seen = customer.await("typing");
            assertThat(seen.path("note").asBoolean()).isFalse();
            assertThat(seen.path("sender").path("kind").asString()).isNotEqualTo("contact");
            assertThat(customer.passed())
                    .noneMatch(frame -> frame.path("type").asString().equals("typing"));
        }
    }

    @Test
    void aVisitorNeverLearnsUnderWhichAccountAnAgentWorks() {
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
            watch(agent);
            agent.send("{\"type\": \"typing\", \"conversation\": \"" + conversation + "\"}");
            customer.await("typing");
            agent.send("""
                    {"type": "command", "clientId": "%s", "conversation": "%s",
                     "command": {"type": "reply", "parts": [{"type": "text", "text": "Good day"}]}}""".formatted(LiveHub.newId(), conversation));
            String account =
                    agent.await("entry").path("entry").path("sender").path("id").asString();
            assertThat(customer.awaitText()).isEqualTo("Hello");
            assertThat(customer.awaitText()).isEqualTo("Good day");
            customer.send("{\"type\": \"fetch\", \"after\": 0}");
            JsonNode past = customer.await("entries");
            String rest = new Api(
                            live.hub.anonymous().address(),
                            "Visitor " + visitor.path("token").asString())
                    .get("/api/v1/visitor/entries")
                    .text();

            assertThat(account).isNotEmpty();
            assertThat(past.toString()).contains("Good day").doesNotContain("\"" + account + "\"");
            assertThat(rest).contains("Good day").doesNotContain("\"" + account + "\"");
            assertThat(customer.all()).noneMatch(frame -> frame.contains("\"" + account + "\""));
        }
    }

    @Test
    void presenceOfBothSidesIsTold() {
        try (Client agent = live.agent()) {
            try (Client customer = live.visitor(visitor, "")) {
                customer.await("welcome");
                assertThat(customer.await("presence").path("state").asString()).isEqualTo("online");
                customer.say(LiveHub.newId(), "Hello");
                watch(agent);
                assertThat(presence(agent)).isEqualTo("online");
            }
            assertThat(presence(agent)).isEqualTo("offline");
            try (Client colleague = live.agent()) {
                agent.send("{\"type\": \"list\"}");
                colleague.send("{\"type\": \"presence\", \"state\": \"busy\"}");
                JsonNode told = agent.await("presence");
                while (!told.path("state").asString().equals("busy")) {
                    told = agent.await("presence");
                }
                assertThat(told.path("agent").asString()).isNotEmpty();
            }
        }
    }

    @Test
    void whatWasReadIsStoredAndTold() {
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            long said = customer.say(LiveHub.newId(), "Hello");
            watch(agent);
            customer.send("{\"type\": \"read\", \"upTo\": " + said + "}");
            JsonNode entry = agent.await("entry").path("entry");
            assertThat(entry.path("kind").asString()).isEqualTo("read.marked");
            assertThat(entry.path("change").path("upTo").path("sequence").asLong())
                    .isEqualTo(said);
        }
    }

    @Test
    void aListIsCaughtUpFromItsCursor() {
        String listed = live.hub
                .as(Role.AGENT)
                .get("/api/v1/conversations?limit=1")
                .json()
                .path("upTo")
                .asString();
        String told;
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            agent.send("{\"type\": \"list\", \"cursor\": \"" + listed + "\"}");
            assertThat(agent.await("changed").path("cursor").asString()).isNotEmpty();
            customer.say(LiveHub.newId(), "Hello");
            told = changed(agent, conversation).path("cursor").asString();
            assertThat(told).isNotEmpty();
        }
        JsonNode other = live.visitor();
        try (Client customer = live.visitor(other, "")) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Meanwhile");
        }
        for (String cursor : List.of(listed, told)) {
            try (Client agent = live.agent()) {
                agent.send("{\"type\": \"list\", \"cursor\": \"" + cursor + "\"}");
                JsonNode missed = changed(agent, other.path("conversation").asString());
                assertThat(missed.path("anew").asBoolean()).isFalse();
                assertThat(live.hub
                                .as(Role.AGENT)
                                .get("/api/v1/conversations?changedSince=" + cursor)
                                .json()
                                .path("items"))
                        .anyMatch(view -> view.path("id").equals(other.path("conversation")));
            }
        }
    }

    @Test
    void aCursorOfAnEarlierVersionIsTakenAndOneThatIsNoneIsAnsweredWithLoadAnew() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (Client customer = live.visitor(visitor, "")) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
        }
        try (Client agent = live.agent()) {
            agent.send("{\"type\": \"list\", \"cursor\": \"" + before + "\"}");
            JsonNode missed = changed(agent, conversation);
            assertThat(missed.path("anew").asBoolean()).isFalse();
            assertThat(missed.path("cursor").asString()).isNotEmpty();
            for (String none :
                    List.of("99-1", "1-zzzzzzzzz", "yesterday", "+1000000000-12-31T23:59:59Z", "x".repeat(9_000))) {
                agent.send("{\"type\": \"list\", \"cursor\": \"" + none + "\"}");
                JsonNode told = agent.await("changed");
                while (!told.path("anew").asBoolean()) {
                    told = agent.await("changed");
                }
                assertThat(told.path("cursor").asString()).as(none).isNotEmpty();
                assertThat(told.path("conversations")).isEmpty();
            }
        }
        Api.Answer gone = live.hub.as(Role.AGENT).get("/api/v1/conversations?changedSince=99-1");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().path("type").asString()).isEqualTo("urn:omnihub:problem:load-anew");
    }

    /// The frame that tells of a conversation.
    private static JsonNode changed(Client agent, String conversation) {
        while (true) {
            JsonNode frame = agent.await("changed");
            for (JsonNode view : frame.path("conversations")) {
                if (view.path("id").asString().equals(conversation)) {
                    return frame;
                }
            }
        }
    }

    @Test
    void thePastIsFetchedForwardsAndBackwards() {
        try (Client customer = live.visitor(visitor, "")) {
            customer.await("welcome");
            long first = customer.say(LiveHub.newId(), "one");
            customer.say(LiveHub.newId(), "two");
            long third = customer.say(LiveHub.newId(), "three");

            customer.send("{\"type\": \"fetch\", \"after\": " + first + ", \"limit\": 1}");
            JsonNode forwards = customer.await("entries");
            assertThat(texts(forwards)).isEqualTo("two");
            assertThat(forwards.path("more").asBoolean()).isTrue();
            customer.send("{\"type\": \"fetch\", \"before\": " + third + ", \"limit\": 1}");
            assertThat(texts(customer.await("entries"))).isEqualTo("two");
            customer.send("{\"type\": \"fetch\"}");
            JsonNode all = customer.await("entries");
            assertThat(all.path("entries")).hasSize(3);
            assertThat(all.path("more").asBoolean()).isFalse();
        }
    }

    @Test
    void oneWhoNeverReadsIsCutAndTheOthersAreNot() throws IOException {
        try (RawClient deaf = new RawClient(live.port());
                Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
            deaf.handshake(
                    "/ws/visitor", "Origin: " + LiveHub.ORIGIN + "\r\nSec-WebSocket-Protocol: omnihub.v1.json\r\n");
            deaf.send(
                    RawClient.FINAL | RawClient.TEXT,
                    ("{\"type\": \"hello\", \"token\": \""
                                    + visitor.path("token").asString() + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
            double cut = cut();
            assertThat(customer.awaitText()).isEqualTo("Hello");
            String large = "x".repeat(60_000);
            for (int i = 0; i < 200 && cut() == cut; i++) {
                agent.send("""
                        {"type": "command", "clientId": "%s", "conversation": "%s",
                         "command": {"type": "reply", "parts": [{"type": "text", "text": "%s"}]}}""".formatted(LiveHub.newId(), conversation, large));
                assertThat(customer.awaitText()).hasSize(60_000);
            }
            assertThat(cut()).isEqualTo(cut + 1);
        }
    }

    @Test
    void nothingIsDeliveredToAPlatform() {
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
            agent.send("""
                    {"type": "command", "clientId": "%s", "conversation": "%s",
                     "command": {"type": "reply", "parts": [{"type": "text", "text": "Good day"}]}}""".formatted(LiveHub.newId(), conversation));
            agent.await("acknowledged");
            assertThat(customer.awaitText()).isEqualTo("Hello");
            assertThat(customer.awaitText()).isEqualTo("Good day");
        }
        // What a platform gets has a row as soon as the reader has passed it; its cursor follows within seconds.
        long last = live.hub.bean(io.omnihub.log.LogReader.class).lastPosition(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> position("delivery") >= last);
        long rows = live.hub
                .bean(Database.class)
                .read(
                        Tenants.of(TenantId.DEFAULT),
                        tx -> tx.sql()
                                .sql("select count(*) from errand where kind = 'delivery' and lane = ?")
                                .param(conversation)
                                .query(Long.class)
                                .single());
        assertThat(rows).isZero();
    }

    @Test
    void aVisitorWithoutAWebSocketWritesAndWaits() {
        Api api = new Api(live.hub.address, "Visitor " + visitor.path("token").asString());
        String[] from = {"Origin", LiveHub.ORIGIN};
        String message = "{\"clientId\": \"%s\", \"parts\": [{\"type\": \"text\", \"text\": \"Hello\"}]}"
                .formatted(LiveHub.newId());
        Api.Answer stored = api.post("/api/v1/visitor/messages", message, from);
        assertThat(stored.status()).isEqualTo(201);
        assertThat(stored.json().path("conversation").asString()).isEqualTo(conversation);
        assertThat(api.post("/api/v1/visitor/messages", message, from).json().path("sequence"))
                .isEqualTo(stored.json().path("sequence"));
        assertThat(stored.header("Access-Control-Allow-Origin")).isEqualTo(LiveHub.ORIGIN);

        Api.Answer listed = api.get("/api/v1/visitor/entries?after=0&wait=1");
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.json().path("items")).hasSize(1);
        assertThat(api.post("/api/v1/visitor/messages", message, "Origin", "https://evil.example.com")
                        .status())
                .isEqualTo(403);
        Api stranger = new Api(live.hub.address, "Visitor v1.a.b");
        assertThat(stranger.get("/api/v1/visitor/entries").status()).isEqualTo(401);
        assertThat(stranger.post("/api/v1/visitor/messages", "not JSON", from).status())
                .isEqualTo(401);
    }

    @Test
    void whoIsAgainWhoTheyWereBeforeIsKnownAsSuch() {
        String subject = "customer-" + LiveHub.newId();
        String talk = "";
        for (String email : List.of("a@example.com", "b@example.com", "a@example.com")) {
            JsonNode known = live.visitor("{\"site\": \"web\", \"user\": \"" + jwt(subject, email) + "\"}");
            talk = known.path("conversation").asString();
            Api api = new Api(live.hub.address, "Visitor " + known.path("token").asString());
            for (String text : List.of("One", "Two")) {
                api.post(
                        "/api/v1/visitor/messages",
                        "{\"clientId\": \"%s\", \"parts\": [{\"type\": \"text\", \"text\": \"%s\"}]}"
                                .formatted(LiveHub.newId(), text),
                        "Origin",
                        LiveHub.ORIGIN);
            }
        }

        String entries = "/api/v1/conversations/" + talk + "/entries?after=0";
        await().untilAsserted(() -> assertThat(live.hub
                        .as(TenantId.DEFAULT, Role.AGENT)
                        .get(entries)
                        .json()
                        .path("items"))
                .extracting(entry -> entry.at("/change/attributes/email").asString())
                .filteredOn(email -> !email.isEmpty())
                .containsExactly("a@example.com", "b@example.com", "a@example.com"));
    }

    @Test
    void aVisitorWithoutAWebSocketIsKnownAndReadsAsOneWithOneDoes() {
        String jwt = jwt("customer-" + LiveHub.newId(), "li@example.com");
        JsonNode known = live.visitor("{\"site\": \"web\", \"user\": \"" + jwt + "\"}");
        String talk = known.path("conversation").asString();
        Api api = new Api(live.hub.address, "Visitor " + known.path("token").asString());
        String[] from = {"Origin", LiveHub.ORIGIN};
        assertThat(api.get("/api/v1/visitor/entries?before=9007199254740991")
                        .json()
                        .path("last")
                        .asLong())
                .isZero();
        List<Long> said = new ArrayList<>();
        for (String text : List.of("One", "Two", "Three")) {
            said.add(api.post(
                            "/api/v1/visitor/messages",
                            "{\"clientId\": \"%s\", \"parts\": [{\"type\": \"text\", \"text\": \"%s\"}]}"
                                    .formatted(LiveHub.newId(), text),
                            from)
                    .json()
                    .path("sequence")
                    .asLong());
        }

        JsonNode end = api.get("/api/v1/visitor/entries?before=9007199254740991&limit=2")
                .json();
        assertThat(end.findValuesAsString("text")).containsExactly("Two", "Three");
        assertThat(end.path("more").asBoolean()).isTrue();
        assertThat(end.path("last").asLong()).isEqualTo(said.getLast());
        JsonNode begin =
                api.get("/api/v1/visitor/entries?before=" + said.get(1)).json();
        assertThat(begin.findValuesAsString("text")).containsExactly("One");
        assertThat(begin.path("more").asBoolean()).isFalse();
        assertThat(api.get("/api/v1/visitor/entries?limit=2")
                        .json()
                        .path("more")
                        .asBoolean())
                .isTrue();
        assertThat(api.get("/api/v1/visitor/entries?before=3&after=1").status()).isEqualTo(400);

        for (int time = 0; time < 2; time++) {
            assertThat(api.post("/api/v1/visitor/read", "{\"upTo\": " + said.get(1) + "}", from)
                            .status())
                    .isEqualTo(204);
        }
        assertThat(api.post("/api/v1/visitor/read", "{}", from).status()).isEqualTo(400);
        Api agent = live.hub.as(Role.AGENT);
        await().untilAsserted(() -> {
            JsonNode items = agent.get("/api/v1/conversations/" + talk + "/entries")
                    .json()
                    .path("items");
            assertThat(items.findValuesAsString("kind"))
                    .containsOnlyOnce("read.marked")
                    .containsOnlyOnce("contact.changed");
            assertThat(items.toString()).contains("li@example.com");
        });
    }

    @Test
    void theWelcomeTellsWhatIsTooLarge() {
        try (Client customer = live.visitor(visitor, "");
                Client agent = Client.connect(live.port(), "/ws/agent", "")) {
            agent.send("{\"type\": \"hello\", \"ticket\": \"" + live.ticket(TenantId.DEFAULT) + "\"}");
            for (Client client : List.of(customer, agent)) {
                JsonNode welcome = client.await("welcome");
                assertThat(welcome.path("largestFrame").asInt()).isEqualTo(128 * 1024);
                assertThat(welcome.path("longestText").asInt()).isEqualTo(64 * 1024);
            }
            customer.send("{\"type\": \"send\", \"clientId\": \"" + LiveHub.newId()
                    + "\", \"parts\": [{\"type\": \"text\", \"text\": \"" + "字".repeat(30_000) + "\"}]}");
            assertThat(customer.await("refused").path("field").asString()).isEqualTo("parts[0].text");
            customer.say(LiveHub.newId(), "y".repeat(64 * 1024));
        }
        String gateway = "\"largestFrame\":131072,\"longestText\":65536";
        assertThat(live.hub.anonymous().get("/widget/sites/web.json").text()).contains(gateway);
        assertThat(live.hub.anonymous().get("/console/settings.json").text()).contains(gateway);
    }

    @Test
    void aVisitorsPictureIsSeenByBothAndByNobodyElse() {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
        Api api = new Api(live.hub.address, "Visitor " + visitor.path("token").asString());
        Api.Answer uploaded = api.send(api.request("/api/v1/visitor/media?fileName=cat.png")
                .header("Origin", LiveHub.ORIGIN)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(picture)));
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Look");
            watch(agent);
            customer.send("{\"type\": \"send\", \"clientId\": \"" + LiveHub.newId()
                    + "\", \"parts\": [{\"type\": \"image\", \"media\": " + uploaded.text() + "}]}");
            JsonNode entry = agent.await("entry").path("entry");
            String path = "/entries/" + entry.path("sequence").asString() + "/parts/0/media";
            assertThat(entry.path("position").asLong()).isPositive();
            customer.send("{\"type\": \"fetch\", \"after\": 0}");
            assertThat(customer.await("entries").path("entries"))
                    .allSatisfy(own -> assertThat(own.path("position").asLong()).isZero());

            assertThat(entry.path("change").path("parts").path(0).path("type").asString())
                    .isEqualTo("image");
            assertThat(live.hub
                            .as(Role.AGENT)
                            .get("/api/v1/conversations/" + conversation + path)
                            .response()
                            .body())
                    .isEqualTo(picture);
            assertThat(api.get("/api/v1/visitor" + path).response().body()).isEqualTo(picture);
            Api stranger = new Api(
                    live.hub.address, "Visitor " + live.visitor().path("token").asString());
            assertThat(stranger.get("/api/v1/visitor" + path).status()).isEqualTo(404);
            Api.Answer named = stranger.post(
                    "/api/v1/visitor/messages",
                    "{\"clientId\": \"" + LiveHub.newId() + "\", \"parts\": [{\"type\": \"image\", \"media\": "
                            + uploaded.text() + "}]}",
                    "Origin",
                    LiveHub.ORIGIN);
            assertThat(named.status()).isEqualTo(400);
            assertThat(named.json().path("field").asString()).isEqualTo("parts[0].media.blob");
        }
    }

    @Test
    void aVisitorSendsOnWhatIsShownInTheOwnConversationOnly() {
        Api api = new Api(live.hub.address, "Visitor " + visitor.path("token").asString());
        assertThat(sayAsVisitor(api, "{\"type\": \"text\", \"text\": \"Hello\"}")
                        .status())
                .isEqualTo(201);
        Api staff = live.hub.as(Role.AGENT);
        String path = "/api/v1/conversations/" + conversation;
        String shown = picture(staff);
        String hidden = picture(staff);
        assertThat(staff.post(path + "/replies", "{\"parts\": [" + shown + "]}").status())
                .isEqualTo(201);
        assertThat(staff.post(path + "/notes", "{\"parts\": [" + hidden + "]}").status())
                .isEqualTo(201);

        await().until(() -> sayAsVisitor(api, shown).status() == 201);
        await().until(() -> live.hub
                        .as(Role.AGENT)
                        .post(path + "/notes", "{\"parts\": [" + hidden + "]}")
                        .status()
                == 201);
        assertThat(sayAsVisitor(api, hidden).status()).isEqualTo(400);
        Api stranger = new Api(
                live.hub.address, "Visitor " + live.visitor().path("token").asString());
        assertThat(sayAsVisitor(stranger, shown).status()).isEqualTo(400);
    }

    private static Api.Answer sayAsVisitor(Api api, String part) {
        return api.post(
                "/api/v1/visitor/messages",
                "{\"clientId\": \"" + LiveHub.newId() + "\", \"parts\": [" + part + "]}",
                "Origin",
                LiveHub.ORIGIN);
    }

    /// A part with a picture that is like no other.
    private static String picture(Api staff) {
        byte[] bytes = ("\u0089PNG\r\n\u001A\n" + LiveHub.newId()).getBytes(StandardCharsets.ISO_8859_1);
        Api.Answer uploaded = staff.send(staff.request("/api/v1/media")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(bytes)));
        return "{\"type\": \"image\", \"media\": " + uploaded.text() + "}";
    }

    @Test
    void aClockThatIsAYearOffChangesNothing() {
        Instant before = Instant.now().minusSeconds(1);
        try (Client customer = live.visitor(visitor, "")) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "first");
            // A client may say when something was written; the hub's clock alone counts.
            customer.send(
                    "{\"type\": \"send\", \"clientId\": \"" + LiveHub.newId()
                            + "\", \"sentAt\": \"2020-01-01T00:00:00Z\", \"parts\": [{\"type\": \"text\", \"text\": \"second\"}]}");
            customer.await("acknowledged");
            customer.say(LiveHub.newId(), "third");
            customer.send("{\"type\": \"fetch\"}");
            JsonNode entries = customer.await("entries");
            assertThat(texts(entries)).isEqualTo("firstsecondthird");
            for (JsonNode entry : entries.path("entries")) {
                assertThat(Instant.parse(entry.path("sentAt").asString())).isAfter(before);
                assertThat(entry.path("late").asBoolean()).isFalse();
            }
        }
    }

    private long position(String reader) {
        return live.hub
                .bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select coalesce(max(position), 0) from cursor where name = ?")
                                .param(reader)
                                .query(Long.class)
                                .single());
    }

    private double cut() {
        var counter = live.hub
                .bean(io.micrometer.core.instrument.MeterRegistry.class)
                .find("omnihub.gateway.closed")
                .tag("code", "1013")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private void watch(Client agent) {
        agent.send("{\"type\": \"watch\", \"conversation\": \"" + conversation + "\"}");
        agent.await("entries");
    }

    private String presence(Client agent) {
        while (true) {
            JsonNode told = agent.await("presence");
            if (told.path("conversation").asString().equals(conversation)) {
                return told.path("state").asString();
            }
        }
    }

    private static String texts(JsonNode entries) {
        StringBuilder texts = new StringBuilder();
        entries.path("entries")
                .forEach(entry -> texts.append(
                        entry.path("change").path("parts").path(0).path("text").asString()));
        return texts.toString();
    }

    private static String jwt(String subject, String email) {
        return LiveHub.jwt(subject, Map.of("email", email, "locale", "en"));
    }
}
