package io.omnihub.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What somebody has seen of a conversation, by the rules of docs/websocket.md: what is known already is dropped, and
/// what does not continue what is known shows a gap.
final class View {

    private final boolean ofContact;
    private final List<String> texts = new ArrayList<>();
    private long last;

    /// @param ofContact whether only what is for everyone is seen
    View(boolean ofContact) {
        this.ofContact = ofContact;
    }

    /// @return the text of the message where the entry is one and continues the view
    Optional<String> take(JsonNode entry) {
        long sequence = entry.path("sequence").asLong();
        if (!continues(entry)) {
            return Optional.empty();
        }
        last = sequence;
        JsonNode change = entry.path("change");
        if (!change.path("type").asString().equals("message")) {
            return Optional.empty();
        }
        String text = change.path("parts").path(0).path("text").asString();
        texts.add(text);
        return Optional.of(text);
    }

    /// Whether something before the entry is missing.
    boolean lacksBefore(JsonNode entry) {
        return entry.path("sequence").asLong() > last && !continues(entry);
    }

    private boolean continues(JsonNode entry) {
        long sequence = entry.path("sequence").asLong();
        return sequence > last && (ofContact ? entry.path("previous").asLong() : sequence - 1) == last;
    }

    /// The last sequence that was seen.
    long last() {
        return last;
    }

    /// The messages in the order in which they were seen.
    List<String> texts() {
        return List.copyOf(texts);
    }
}
