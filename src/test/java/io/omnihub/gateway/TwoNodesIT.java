package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.buffer.BrokerProcess;
import io.omnihub.identity.LoginEnded;
import io.omnihub.message.TenantId;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A visitor at one node and an agent at another, which share a PostgreSQL and an external broker.
final class TwoNodesIT {

    @TempDir
    private static Path directory;

    private static BrokerProcess broker;
    private static LiveHub here;
    private static LiveHub there;

    private final JsonNode visitor = here.visitor();
    private final String conversation = visitor.path("conversation").asText();

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
    void typingAndPresenceCrossOver() {
        try (Client agent = there.agent()) {
            try (Client customer = here.visitor(visitor, "")) {
                customer.await("welcome");
                customer.say(LiveHub.newId(), "Hello");
                watch(agent);
                assertThat(contact(agent, "online")).isNotNull();
                awaitStaffed(customer);

                customer.send("{\"type\": \"typing\", \"preview\": \"I would\"}");
                assertThat(agent.await("typing").path("preview").asText()).isEqualTo("I would");
                agent.send("{\"type\": \"typing\", \"conversation\": \"" + conversation + "\"}");
                JsonNode typing = customer.await("typing");
                assertThat(typing.path("sender").path("kind").asText()).isEqualTo("bot");
                assertThat(typing.path("sender").path("id").asText()).isEqualTo("bot");
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
            String login =
                    there.hub.bean(LiveConnections.class).logins().iterator().next();
            // The session stays in the table: only the other node's word can close the socket.
            here.hub.context.publishEvent(new LoginEnded(TenantId.DEFAULT, browser.account(), login));

            assertThat(socket.closeCode()).isEqualTo(4401);
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
                        .anyMatch(frame -> frame.path("type").asText().equals("typing"));
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
            if (told.path("conversation").asText().equals(conversation)
                    && told.path("state").asText().equals(state)) {
                return told;
            }
        }
    }

    /// Waits until some agent is said to be in a state, and tells which one.
    private static String colleague(Client agent, String state) {
        while (true) {
            JsonNode told = agent.await("presence");
            if (!told.path("agent").asText().isEmpty()
                    && told.path("state").asText().equals(state)) {
                return told.path("agent").asText();
            }
        }
    }

    private static void awaitStaffed(Client customer) {
        String state;
        do {
            state = customer.await("presence").path("state").asText();
        } while (!state.equals("online"));
    }
}
