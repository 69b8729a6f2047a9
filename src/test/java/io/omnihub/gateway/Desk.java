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
