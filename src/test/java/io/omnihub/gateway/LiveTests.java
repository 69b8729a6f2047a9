package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
