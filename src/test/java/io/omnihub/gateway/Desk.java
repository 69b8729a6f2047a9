package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.web.Api;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Where an agent answers those who talk by a client library, and sees what they have said.
record Desk(Api agent) {

    void reply(String conversation, String text) {
        assertThat(agent.post(
                                "/api/v1/conversations/" + conversation + "/replies",
                                "{\"parts\": [{\"type\": \"text\", \"text\": \"" + text + "\"}]}")
                        .status())
                .isEqualTo(201);
    }

    /// Shows a card whose button leads somewhere.
    void show(String conversation, String title, String label, String address) {
        assertThat(agent.post(
                                "/api/v1/conversations/" + conversation + "/replies",
                                "{\"parts\": [" + card(title, label, address) + "]}")
                        .status())
                .isEqualTo(201);
    }

    /// The conversation in which this was said last.
    String conversation(String text) {
        return agent.get("/api/v1/conversations?limit=50")
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.at("/lastMessage/text").asString().equals(text))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    /// A card with one button.
    static String card(String title, String label, String address) {
        return "{\"type\": \"card\", \"title\": \"%s\", \"buttons\": [{\"label\": \"%s\", \"url\": \"%s\"}]}"
                .formatted(title, label, address);
    }

    /// What the log has of the other end, in its order.
    List<String> heard(String conversation) {
        List<String> heard = new ArrayList<>();
        long after = 0;
        JsonNode items;
        do {
            items = agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100&after=" + after)
                    .json()
                    .path("items");
            for (JsonNode entry : items) {
                after = entry.path("sequence").asLong();
                if (entry.path("kind").asString().equals("message.created")
                        && entry.path("direction").asString().equals("inbound")) {
                    heard.add(entry.at("/change/parts/0/text").asString());
                }
            }
        } while (!items.isEmpty());
        return heard;
    }
}
