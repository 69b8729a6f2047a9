package io.omnihub.drill;

import io.omnihub.web.Api;
import io.omnihub.web.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// The hub's REST API as agents and the checker use it.
record HubApi(Api api) {

    private static final int UNAVAILABLE = 503;

    /// After an outage the hub has given up lists for a while.
    private static final Duration BUSY = Duration.ofMinutes(1);

    /// The ids of conversations by the customers' external ids.
    Map<String, String> conversations() {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode conversation : pages("/api/v1/conversations?limit=100")) {
            String contact = conversation.path("contact").path("id").asString();
            JsonNode identities = read("/api/v1/contacts/" + contact).path("identities");
            ids.put(
                    identities.path(0).path("externalId").asString(),
                    conversation.path("id").asString());
        }
        return ids;
    }

    /// All entries of a conversation in the order in which the hub gives them out.
    List<JsonNode> entries(String conversation) {
        List<JsonNode> entries = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode page = read("/api/v1/conversations/" + conversation + "/entries?limit=100&after=" + after);
            page.path("items").forEach(entries::add);
            if (page.path("items").isEmpty()) {
                return entries;
            }
            after = page.path("after").asLong();
        }
    }

    List<JsonNode> deliveries() {
        return pages("/api/v1/deliveries?limit=100");
    }

    List<JsonNode> deadLetters() {
        return pages("/api/v1/dead-letters?limit=100");
    }

    /// Says a reply or a note; the word itself is the key by which a repetition is known.
    Answer say(String conversation, Word word) {
        String path = word.kind() == Word.Kind.NOTE ? "/notes" : "/replies";
        return api.post(
                "/api/v1/conversations/" + conversation + path,
                "{\"parts\":[{\"type\":\"text\",\"text\":\"" + word.text() + "\"}]}",
                "Idempotency-Key",
                word.text().replace(' ', '.'));
    }

    private List<JsonNode> pages(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = read(path + cursor);
            page.path("items").forEach(items::add);
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return items;
    }

    /// Who is told to come again later does.
    private JsonNode read(String path) {
        Answer answer = Awaitility.await(path)
                .atMost(BUSY)
                .pollInterval(Duration.ofSeconds(1))
                .pollDelay(Duration.ZERO)
                .until(() -> api.get(path), given -> given.status() != UNAVAILABLE);
        if (answer.status() != 200) {
            throw new IllegalStateException(path + " was answered with " + answer.status() + ": " + answer.text());
        }
        return answer.json();
    }
}
