package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LiveTests {

    private final LiveHub live = LiveHub.shared();

    @Test
    void aVisitorAndAnAgentTalk() {
        JsonNode visitor = live.visitor();
        String conversation = visitor.path("conversation").asText();
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            JsonNode welcome = customer.await("welcome");
            assertThat(welcome.path("conversation").asText()).isEqualTo(conversation);
            assertThat(welcome.path("last").asLong()).isZero();

            agent.send("{\"type\": \"list\"}");
            // Who is there is told first: from then on the agent follows the list.
            agent.await("presence");
            String clientId = LiveHub.newId();
            long sequence = customer.say(clientId, "Hello");
            JsonNode own = customer.await("entry").path("entry");
            assertThat(own.path("sequence").asLong()).isEqualTo(sequence);
            assertThat(own.path("metadata").path("clientId").asText()).isEqualTo(clientId);

            JsonNode changed = agent.await("changed").path("conversations").path(0);
            assertThat(changed.path("id").asText()).isEqualTo(conversation);
            assertThat(changed.path("lastMessage").path("text").asText()).isEqualTo("Hello");

            agent.send("{\"type\": \"watch\", \"conversation\": \"" + conversation + "\"}");
            JsonNode past = agent.await("entries");
            assertThat(past.path("entries"))
                    .extracting(entry -> entry.path("kind").asText())
                    .containsExactly("session.opened", "message.created");

            String reply = LiveHub.newId();
            agent.send("""
                    {"type": "command", "clientId": "%s", "conversation": "%s",
                     "command": {"type": "reply", "parts": [{"type": "text", "text": "Good day"}]}}""".formatted(reply, conversation));
            assertThat(agent.awaitText()).isEqualTo("Good day");
            assertThat(agent.await("acknowledged").path("clientId").asText()).isEqualTo(reply);
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
            assertThat(agent.await("refused").path("field").asText()).isEqualTo("conversation");

            agent.send("{\"type\": \"unwatch\", \"conversation\": \"" + conversations.getFirst() + "\"}");
            agent.send("{\"type\": \"watch\", \"conversation\": \"" + conversations.getLast() + "\"}");
            for (String conversation : conversations) {
                assertThat(agent.await("entries").path("conversation").asText()).isEqualTo(conversation);
            }
        }
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
        String conversation = visitor.path("conversation").asText();
        String epoch;
        long last;
        try (Client customer = live.visitor(visitor, "")) {
            epoch = customer.await("welcome").path("epoch").asText();
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
                            .asText())
                    .containsExactly("one", "two");
            assertThat(welcome.path("last").asLong())
                    .isEqualTo(missed.path("entries").path(1).path("sequence").asLong());
            assertThat(missed.path("entries").path(0).path("previous").asLong()).isEqualTo(last);
            assertThat(missed.path("more").asBoolean()).isFalse();
        }
    }
}
