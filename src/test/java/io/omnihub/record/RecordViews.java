package io.omnihub.record;

import static org.awaitility.Awaitility.await;

import io.omnihub.message.ConversationId;
import io.omnihub.web.Api;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// What the API shows of records and of what they led to.
record RecordViews(Api agent, Api admin) {

    /// Where the records of a conversation's contact are listed.
    String list(ConversationId id) {
        return "/api/v1/contacts/"
                + agent.get("/api/v1/conversations/" + id)
                        .json()
                        .path("contact")
                        .path("id")
                        .asString() + "/records";
    }

    JsonNode records(ConversationId id) {
        return agent.get(list(id)).json().path("items");
    }

    List<JsonNode> entries(ConversationId id) {
        return agent.get("/api/v1/conversations/" + id + "/entries")
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    /// Waits for the one dead letter that has these bytes.
    ///
    /// @param which of all that there are
    JsonNode letter(String body, Predicate<JsonNode> which) {
        return await().until(
                        () -> admin.get("/api/v1/dead-letters?limit=100")
                                .json()
                                .path("items")
                                .valueStream()
                                .filter(which)
                                .filter(each -> admin.get("/api/v1/dead-letters/"
                                                + each.path("id").asString() + "/body")
                                        .text()
                                        .equals(body))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }
}
