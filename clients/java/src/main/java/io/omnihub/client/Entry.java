package io.omnihub.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One change of the conversation, as the hub stored it. Its fields are those of docs/messages.md; a kind that this
/// version does not know is to be kept in its place.
public final class Entry {

    private final Map<String, @Nullable Object> fields;

    Entry(Map<String, @Nullable Object> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /// Its number in the conversation. What is for agents only has numbers too, so they may jump.
    public long sequence() {
        return Json.number(fields.get("sequence"));
    }

    /// That of the entry before it.
    long previous() {
        return Json.number(fields.get("previous"));
    }

    /// What it is: `message.created`, `receipt.received` …
    public String kind() {
        return Json.string(fields.get("kind"));
    }

    /// Whether it was said to the user, and not by the user.
    public boolean isReply() {
        return "outbound".equals(fields.get("direction"));
    }

    /// Who said it; empty where that has no name.
    public String sender() {
        return Json.string(Json.object(fields.get("sender")).get("name"));
    }

    /// When it was said, in ISO 8601 and UTC, by the sender's clock.
    public String sentAt() {
        return Json.string(fields.get("sentAt"));
    }

    /// The id that [OmniHubClient#send] gave, for what was said here or on another device of the user.
    public String clientId() {
        return Json.string(Json.object(fields.get("metadata")).get("clientId"));
    }

    /// What a message says; nothing for any other kind.
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Map<String, @Nullable Object> part : Json.objects(change().get("parts"))) {
            parts.add(Part.of(part));
        }
        return parts;
    }

    /// Its texts, one after the other.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts()) {
            text.append(part.text());
        }
        return text.toString();
    }

    /// What has changed, with its `type`.
    public Map<String, @Nullable Object> change() {
        return Json.object(fields.get("change"));
    }

    /// All that it has.
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return "Entry[" + kind() + " " + sequence() + "]";
    }
}
