package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.buffer.Announcements;
import io.omnihub.buffer.BrokerProcess;
import io.omnihub.identity.ApiTokens;
import io.omnihub.identity.Credential;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.presence.ContactPresence;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import io.omnihub.web.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A visitor at one node and an agent at another, which share a PostgreSQL and an external broker.
final class TwoNodesIT {

    @TempDir
    private static Path directory;

    private static BrokerProcess broker;
    private static LiveHub here;
    private static LiveHub there;

    private final JsonNode visitor = here.visitor();
    private final String conversation = visitor.path("conversation").asString();

    @BeforeAll
    static void startNodes() {
        broker = new BrokerProcess(directory);
        DatabaseProperties database = TestDatabases.newPostgres();
        String[] settings = {
            "--omnihub.buffer.url=" + broker.url(), "--omnihub.buffer.user=hub", "--omnihub.buffer.password=secret"
        };
        here = LiveHub.startOn(database, settings);
        there = LiveHub.startOn(database, settings);
    }

    @AfterAll
    static void stopNodes() {
        there.close();
        here.close();
        broker.close();
    }

    @Test
    void whoeverWakesDevicesKnowsWhoIsAtAnotherNode() {
        ConversationId own = new ConversationId(conversation);
        ContactPresence presence = here.hub.bean(ContactPresence.class);
        assertThat(presence.isThere(own)).isFalse();
        try (Client customer = there.visitor(visitor, "")) {
            customer.await("welcome");
            Awaitility.await().until(() -> presence.isThere(own));
        }
        Awaitility.await().until(() -> !presence.isThere(own));
    }

    @Test
    void typingAndPresenceCrossOver() {
        try (Client agent = there.agent()) {
            try (Client customer = here.visitor(visitor, "")) {
                customer.await("welcome");
                customer.say(LiveHub.newId(), "Hello");
                watch(agent);
                assertThat(contact(agent, "online")).isNotNull();
                awaitStaffed(customer);

                customer.send("{\"type\": \"typing\", \"preview\": \"I would\"}");
                assertThat(agent.await("typing").path("preview").asString()).isEqualTo("I would");
                agent.send("{\"type\": \"typing\", \"conversation\": \"" + conversation + "\"}");
                JsonNode typing = customer.await("typing");
                assertThat(typing.path("sender").path("kind").asString()).isEqualTo("bot");
                assertThat(typing.path("sender").path("id").asString()).isEqualTo("bot");
                agent.send("{\"type\": \"typing\", \"conversation\": \"" + conversation + "\", \"note\": true}");
                agent.send("{\"type\": \"typing\", \"conversation\": \"" + conversation + "\", \"stopped\": true}");
                JsonNode next = customer.await("typing");
                assertThat(next.path("note").asBoolean()).isFalse();
                assertThat(next.path("stopped").asBoolean()).isTrue();
            }
            assertThat(contact(agent, "offline")).isNotNull();
        }
    }

    @Test
    void oneWhoLeavesOneNodeAndIsAtTheOtherIsThere() {
        try (Client agent = there.agent();
                Client first = here.visitor(visitor, "")) {
            first.await("welcome");
            first.say(LiveHub.newId(), "Hello");
            watch(agent);
            contact(agent, "online");
            try (Client second = there.visitor(visitor, "")) {
                second.await("welcome");
            }
            // The other node hears that the visitor has left this one, and says that this is not so.
            contact(agent, "offline");
            assertThat(contact(agent, "online")).isNotNull();
        }
    }

    @Test
    void aHoldByHandIsOneOfAllNodes() {
        Api operator = here.hub.as(Role.OPERATOR);
        try {
            assertThat(operator.post("/api/v1/overload/hold", "{\"step\": \"typing\"}")
                            .status())
                    .isEqualTo(204);
            awaitHeld(there, "typing");
            // The last wish counts, wherever it was told.
            assertThat(there.hub
                            .as(Role.OPERATOR)
                            .post("/api/v1/overload/hold", "{\"step\": \"nothing\"}")
                            .status())
                    .isEqualTo(204);
            awaitHeld(here);
        } finally {
            operator.delete("/api/v1/overload/hold");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !overload(there).path("held").asBoolean());
    }

    private static void awaitHeld(LiveHub node, String... givenUp) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(overload(node).path("held").asBoolean()).isTrue();
            assertThat(overload(node).path("givenUp").valueStream().map(JsonNode::asString))
                    .containsExactly(givenUp);
        });
    }

    private static JsonNode overload(LiveHub node) {
        return node.hub.as(Role.OPERATOR).get("/api/v1/overload").json();
    }

    @Test
    void whatAColleagueElsewhereIsIsTold() {
        try (Client agent = there.agent()) {
            agent.send("{\"type\": \"list\"}");
            String name;
            try (Client colleague = here.agent()) {
                colleague.send("{\"type\": \"presence\", \"state\": \"busy\"}");
                name = colleague(agent, "busy");
            }
            assertThat(colleague(agent, "offline")).isEqualTo(name);
        }
    }

    @Test
    void aLoginThatEndsClosesItsSocketsElsewhere() {
        Browser browser = new Browser(there);
        try (Client socket = browser.connect()) {
            Credential.Key login = there.hub
                    .bean(IdentityEnds.class)
                    .held(Credential.Kind.LOGIN)
                    .iterator()
                    .next();
            // The session stays in the table: only the other node's word can close the socket.
            here.hub.bean(Announcements.class).tell(new Announcement.Ended(login)::bytes);

            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    private static ApiTokens.Created token(String maker, @Nullable Instant expires) {
        return here.hub
                .bean(ApiTokens.class)
                .create(TenantId.DEFAULT, "known-" + LiveHub.newId(), Role.AGENT, maker, expires)
                .orElseThrow();
    }

    @Test
    void whateverAnIdentityEndsByWhatLivesByItEndsOnBothNodes() {
        String said = here.hub.begin(TenantId.DEFAULT, "Hello").value();
        Api admin = here.hub.as(Role.ADMIN);
        Map<String, Known> ending = new LinkedHashMap<>();
        List<Runnable> ends = new ArrayList<>();

        ApiTokens.Created token = token("test", null);
        ending.put("a deleted token", Known.byToken(token));
        ends.add(() -> assertThat(
                        admin.delete("/api/v1/tokens/" + token.token().id()).status())
                .isEqualTo(204));
        for (String change : List.of("{\"disabled\": true}", "{\"role\": \"agent\"}", "{\"resetPassword\": true}")) {
            String account = Known.account(here, Role.SUPERVISOR);
            ending.put("a login, " + change, Known.byLogin(here, account));
            ending.put("a password, " + change, Known.byPassword(account));
            ends.add(() -> assertThat(
                            admin.patch("/api/v1/accounts/" + account, change).status())
                    .isEqualTo(200));
        }
        String owner = Known.account(here, Role.AGENT);
        Known own = Known.byLogin(here, owner);
        ending.put("another login of who changed the password", Known.byLogin(here, owner));
        ending.put("the changed password", Known.byPassword(owner));
        ends.add(() -> assertThat(own.post(
                                here.hub,
                                "/api/v1/password",
                                "{\"current\": \"%s\", \"password\": \"a better horse battery\"}"
                                        .formatted(Known.PASSWORD))
                        .status())
                .isEqualTo(200));
        Known leaving = Known.byLogin(here, Known.account(here, Role.AGENT));
        ending.put("a logout", leaving);
        ends.add(() -> leaving.post(here.hub, "/api/v1/logout", "{}"));
        String idle = Known.account(here, Role.AGENT);
        ending.put("a login that was not used for too long", Known.byLogin(here, idle));
        ends.add(() -> here.hub
                .bean(Database.class)
                .write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("update login_session set used_at = 1 where account = ?")
                                .param(idle)
                                .update()));
        String maker = Known.account(here, Role.ADMIN);
        ending.put("a token, with the account that made it", Known.byToken(token(maker, null)));
        ends.add(() -> assertThat(admin.patch("/api/v1/accounts/" + maker, "{\"disabled\": true}")
                        .status())
                .isEqualTo(200));
        ending.put(
                "a token that expires",
                Known.byToken(token("test", Instant.now().plusSeconds(15))));
        ending.put("a visitor's token", Known.visitor(here, Instant.now().plusSeconds(15)));

        try (Client kept = own.connect(there)) {
            Map<String, Client> sockets = new LinkedHashMap<>();
            Map<String, CompletableFuture<Integer>> polls = new LinkedHashMap<>();
            ending.forEach((what, known) -> {
                for (LiveHub node : List.of(here, there)) {
                    String where = what + (node.equals(here) ? ", here" : ", there");
                    sockets.put(where, known.connect(node));
                    polls.put(where, known.poll(node, said));
                }
            });
            Awaitility.await()
                    .until(() -> Stream.of(here, there)
                            .allMatch(node -> node.hub
                                            .bean(IdentityEnds.class)
                                            .held(Credential.Kind.VISITOR)
                                            .size()
                                    >= 1));
            ends.forEach(Runnable::run);

            sockets.forEach(
                    (where, socket) -> assertThat(socket.closeCode()).as(where).isEqualTo(4401));
            polls.forEach((where, poll) ->
                    assertThat(poll.join()).as("a long poll of %s", where).isEqualTo(401));
            kept.send("{\"type\": \"ping\"}");
            assertThat(kept.await("pong")).isNotNull();
        }
    }

    @Test
    void entriesCrossOverAlsoWhileTheBrokerIsAway() {
        try (Client agent = there.agent();
                Client customer = here.visitor(visitor, "")) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
            watch(agent);
            broker.kill();
            try {
                customer.say(LiveHub.newId(), "Is anybody there?");
                assertThat(agent.awaitText()).isEqualTo("Is anybody there?");
            } finally {
                broker.start();
            }
            Awaitility.await().untilAsserted(() -> {
                customer.send("{\"type\": \"typing\", \"preview\": \"Back\"}");
                customer.send("{\"type\": \"ping\"}");
                customer.await("pong");
                agent.send("{\"type\": \"ping\"}");
                agent.await("pong");
                assertThat(agent.passed())
                        .anyMatch(frame -> frame.path("type").asString().equals("typing"));
            });
        }
    }

    private void watch(Client agent) {
        agent.send("{\"type\": \"watch\", \"conversation\": \"" + conversation + "\", \"after\": 0}");
        agent.await("entries");
    }

    /// Waits until the contact is said to be in a state.
    private JsonNode contact(Client agent, String state) {
        while (true) {
            JsonNode told = agent.await("presence");
            if (told.path("conversation").asString().equals(conversation)
                    && told.path("state").asString().equals(state)) {
                return told;
            }
        }
    }

    /// Waits until some agent is said to be in a state, and tells which one.
    private static String colleague(Client agent, String state) {
        while (true) {
            JsonNode told = agent.await("presence");
            if (!told.path("agent").asString().isEmpty()
                    && told.path("state").asString().equals(state)) {
                return told.path("agent").asString();
            }
        }
    }

    private static void awaitStaffed(Client customer) {
        String state;
        do {
            state = customer.await("presence").path("state").asString();
        } while (!state.equals("online"));
    }
}
