package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.identity.Role;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

final class LiveTests {

    private final LiveHub live = LiveHub.shared();

    @Test
    void aVisitorAndAnAgentTalk() {
        JsonNode visitor = live.visitor();
        String conversation = visitor.path("conversation").asString();
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            JsonNode welcome = customer.await("welcome");
            assertThat(welcome.path("conversation").asString()).isEqualTo(conversation);
            assertThat(welcome.path("last").asLong()).isZero();

            agent.send("{\"type\": \"list\"}");
            // Who is there is told first: from then on the agent follows the list.
            agent.await("presence");
            String clientId = LiveHub.newId();
            long sequence = customer.say(clientId, "Hello");
            JsonNode own = customer.await("entry").path("entry");
            assertThat(own.path("sequence").asLong()).isEqualTo(sequence);
            assertThat(own.path("metadata").path("clientId").asString()).isEqualTo(clientId);

            JsonNode changed = agent.await("changed").path("conversations").path(0);
            assertThat(changed.path("id").asString()).isEqualTo(conversation);
            assertThat(changed.path("lastMessage").path("text").asString()).isEqualTo("Hello");

            agent.send("{\"type\": \"watch\", \"conversation\": \"" + conversation + "\"}");
            JsonNode past = agent.await("entries");
            assertThat(past.path("entries"))
                    .extracting(entry -> entry.path("kind").asString())
                    .containsExactly("session.opened", "message.created");

            String reply = LiveHub.newId();
            agent.send("""
                    {"type": "command", "clientId": "%s", "conversation": "%s",
                     "command": {"type": "reply", "parts": [{"type": "text", "text": "Good day"}]}}""".formatted(reply, conversation));
            assertThat(agent.awaitText()).isEqualTo("Good day");
            assertThat(agent.await("acknowledged").path("clientId").asString()).isEqualTo(reply);
            assertThat(customer.awaitText()).isEqualTo("Good day");
        }
    }

    @Test
    void oneConversationTooManyIsRefusedAndCostsNoConnection() {
        List<CompletableFuture<Outcome>> begun = IntStream.rangeClosed(0, 200)
                .mapToObj(number -> begin("crowd-" + LiveHub.newId()))
                .toList();
        List<String> conversations = begun.stream()
                .map(outcome -> ((Outcome.Stored)
                                outcome.orTimeout(20, TimeUnit.SECONDS).join())
                        .conversation()
                        .value())
                .toList();
        try (Client agent = live.agent()) {
            conversations.forEach(
                    conversation -> agent.send("{\"type\": \"watch\", \"conversation\": \"" + conversation + "\"}"));
            assertThat(agent.await("refused").path("field").asString()).isEqualTo("conversation");

            agent.send("{\"type\": \"unwatch\", \"conversation\": \"" + conversations.getFirst() + "\"}");
            agent.send("{\"type\": \"watch\", \"conversation\": \"" + conversations.getLast() + "\"}");
            for (String conversation : conversations) {
                assertThat(agent.await("entries").path("conversation").asString())
                        .isEqualTo(conversation);
            }
        }
    }

    @Test
    void agentsAreToldThatInboxesHaveComeAndGone() throws IOException {
        Path folder = Path.of(live.hub.bean(Environment.class).getRequiredProperty("omnihub.config.channels"));
        Files.createDirectories(folder);
        Path file = folder.resolve("fresh.yaml");
        try (Client agent = live.agent()) {
            agent.send("{\"type\": \"list\"}");
            agent.await("presence");
            Files.writeString(
                    file, "omnihub: {channels: {fresh: {capabilities: {}, inboxes: {fresh: {name: Fresh}}}}}");
            loadsAnew(agent);
            assertThat(live.hub.as(Role.AGENT).get("/api/v1/inboxes").text()).contains("\"Fresh\"");
            Files.delete(file);
            loadsAnew(agent);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void loadsAnew(Client agent) {
        while (true) {
            JsonNode changed = agent.await("changed");
            if (changed.path("anew").asBoolean(false)) {
                assertThat(changed.has("cursor")).isFalse();
                return;
            }
        }
    }

    @Test
    void whoHasMissedTooMuchLoadsTheListAnew() {
        String cursor = live.hub
                .as(Role.AGENT)
                .get("/api/v1/conversations?limit=1")
                .json()
                .path("upTo")
                .asString();
        CompletableFuture.allOf(IntStream.rangeClosed(0, 1_000)
                        .mapToObj(number -> begin("many-" + LiveHub.newId()))
                        .toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        try (Client agent = live.agent()) {
            agent.send("{\"type\": \"list\", \"cursor\": \"" + cursor + "\"}");
            for (int frame = 1; frame < 10; frame++) {
                JsonNode told = agent.await("changed");
                assertThat(told.path("conversations")).hasSize(100);
                // One that is lost is not to be skipped.
                assertThat(told.has("cursor")).isFalse();
                assertThat(told.has("anew")).isFalse();
            }
            JsonNode last = agent.await("changed");
            assertThat(last.path("anew").asBoolean()).isTrue();
            assertThat(last.path("cursor").asString()).isNotEmpty();
        }
    }

    @Test
    void aListIsToldOnlyOfWhatIsInItsViewsOrEntersOrLeavesThem() {
        try (Client all = live.agent();
                Client some = live.agent()) {
            follow(all, "");
            follow(some, ", \"views\": [{\"status\": \"pending\"}]");
            String conversation = stored("views-" + LiveHub.newId());
            String other = stored("views-" + LiveHub.newId());
            awaitChanged(all, other);
            // Where they stood before is not known: they may have left the view.
            awaitChanged(some, other);
            awaitQuiet(all, some);

            command(all, conversation, "{\"type\": \"note\", \"parts\": [{\"type\": \"text\", \"text\": \"a\"}]}");
            awaitChanged(all, conversation);
            command(all, other, "{\"type\": \"pend\"}");
            assertThat(awaitChanged(some, other)).as("what came before it").doesNotContain(conversation);

            command(all, conversation, "{\"type\": \"pend\"}");
            awaitChanged(some, conversation);
            command(all, other, "{\"type\": \"reopen\"}");
            awaitChanged(some, other);
            command(all, other, "{\"type\": \"note\", \"parts\": [{\"type\": \"text\", \"text\": \"b\"}]}");
            command(all, conversation, "{\"type\": \"resolve\"}");
            assertThat(awaitChanged(some, conversation))
                    .as("what came before it")
                    .doesNotContain(other);

            // What is looked at is told of, wherever it stands.
            some.send("{\"type\": \"watch\", \"conversation\": \"" + other + "\"}");
            some.await("entries");
            command(all, other, "{\"type\": \"note\", \"parts\": [{\"type\": \"text\", \"text\": \"c\"}]}");
            awaitChanged(some, other);

            // Other views take the place of the first ones.
            follow(some, ", \"views\": [{\"status\": \"resolved\"}]");
            command(all, conversation, "{\"type\": \"note\", \"parts\": [{\"type\": \"text\", \"text\": \"d\"}]}");
            awaitChanged(some, conversation);
        }
    }

    private static void follow(Client agent, String views) {
        agent.send("{\"type\": \"list\"" + views + "}");
        agent.send("{\"type\": \"ping\"}");
        agent.await("pong");
    }

    /// Waits until a conversation is told of.
    ///
    /// @return those that were told of before it
    private static List<String> awaitChanged(Client agent, String conversation) {
        List<String> before = new ArrayList<>();
        while (true) {
            for (JsonNode each : agent.await("changed").path("conversations")) {
                if (each.path("id").asString().equals(conversation)) {
                    return before;
                }
                before.add(each.path("id").asString());
            }
        }
    }

    /// Has what the beginnings still bring told, so that what comes later is of the commands.
    private void awaitQuiet(Client... agents) {
        String last = stored("quiet-" + LiveHub.newId());
        for (Client agent : agents) {
            awaitChanged(agent, last);
        }
    }

    private static void command(Client agent, String conversation, String command) {
        agent.send("{\"type\": \"command\", \"clientId\": \"%s\", \"conversation\": \"%s\", \"command\": %s}"
                .formatted(LiveHub.newId(), conversation, command));
        agent.await("acknowledged");
    }

    private String stored(String user) {
        return ((Outcome.Stored) begin(user).orTimeout(20, TimeUnit.SECONDS).join())
                .conversation()
                .value();
    }

    private CompletableFuture<Outcome> begin(String user) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Header header = new Header(
                TenantId.DEFAULT,
                new ChannelId("web"),
                new InboxId("web"),
                Direction.INBOUND,
                user,
                user,
                Keys.message(user),
                Sender.contact(user),
                now,
                now,
                Map.of(),
                null);
        return live.hub
                .bean(Engine.class)
                .submit(new InboundEvent(header, Message.of(user, new Content.Text("Hello"))));
    }

    @Test
    void whoComesBackGetsWhatWasMissedOnceAndInOrder() {
        JsonNode visitor = live.visitor();
        String conversation = visitor.path("conversation").asString();
        String epoch;
        long last;
        try (Client customer = live.visitor(visitor, "")) {
            epoch = customer.await("welcome").path("epoch").asString();
            last = customer.say(LiveHub.newId(), "First");
        }
        try (Client agent = live.agent()) {
            for (String text : new String[] {"one", "two"}) {
                agent.send("""
                        {"type": "command", "clientId": "%s", "conversation": "%s",
                         "command": {"type": "reply", "parts": [{"type": "text", "text": "%s"}]}}""".formatted(LiveHub.newId(), conversation, text));
                agent.await("acknowledged");
            }
            agent.send("""
                    {"type": "command", "clientId": "%s", "conversation": "%s",
                     "command": {"type": "note", "parts": [{"type": "text", "text": "secret"}]}}""".formatted(LiveHub.newId(), conversation));
            agent.await("acknowledged");
        }

        try (Client customer = live.visitor(visitor, ", \"epoch\": \"" + epoch + "\", \"after\": " + last)) {
            JsonNode welcome = customer.await("welcome");
            JsonNode missed = customer.await("entries");

            assertThat(missed.path("entries"))
                    .extracting(entry -> entry.path("change")
                            .path("parts")
                            .path(0)
                            .path("text")
                            .asString())
                    .containsExactly("one", "two");
            assertThat(welcome.path("last").asLong())
                    .isEqualTo(missed.path("entries").path(1).path("sequence").asLong());
            assertThat(missed.path("entries").path(0).path("previous").asLong()).isEqualTo(last);
            assertThat(missed.path("more").asBoolean()).isFalse();
        }
    }
}
