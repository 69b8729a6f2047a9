package io.omnihub.mapping;

import io.omnihub.message.Direction;
import io.omnihub.message.Sender;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an event carries beside its body, as far as it is declared: for one rule, or for all of them.
record HeaderRule(
        @Nullable Value key,
        @Nullable Value thread,
        @Nullable Value sentAt,
        @Nullable Value direction,
        @Nullable Fields sender,
        @Nullable Value metadata) {

    static final Set<String> KEYS = Set.of("key", "thread", "sentAt", "direction", "sender", "metadata");

    static HeaderRule compile(Map<String, Yaml> keys, Expressions expressions) {
        Yaml sender = keys.get("sender");
        return new HeaderRule(
                ContentRule.optional(keys.get("key"), expressions),
                ContentRule.optional(keys.get("thread"), expressions),
                ContentRule.optional(keys.get("sentAt"), expressions),
                ContentRule.optional(keys.get("direction"), expressions),
                sender == null ? null : Fields.compile(sender, Set.of("id", "name", "kind"), "id", expressions),
                ContentRule.optional(keys.get("metadata"), expressions));
    }

    /// Its own, and where it has none those that all rules share; metadata of both.
    HeaderRule over(HeaderRule shared) {
        return new HeaderRule(
                key == null ? shared.key : key,
                thread == null ? shared.thread : thread,
                sentAt == null ? shared.sentAt : sentAt,
                direction == null ? shared.direction : direction,
                sender == null ? shared.sender : sender,
                metadata);
    }

    String thread(View view) {
        return thread == null ? "" : thread.text(view).strip();
    }

    String key(View view) {
        return key == null ? "" : key.text(view).strip();
    }

    Instant sentAt(View view, Instant received) {
        return sentAt == null ? received : Fields.time(sentAt, view, received);
    }

    Direction direction(View view) {
        String word = direction == null ? "" : direction.text(view);
        return switch (word) {
            case "", "inbound" -> Direction.INBOUND;
            case "outbound" -> Direction.OUTBOUND;
            default ->
                throw new BadValueException(
                        direction == null ? Spot.FILE : direction.spot(), "must be inbound or outbound", word);
        };
    }

    /// Whoever sent it: the thread's own contact where nobody is named.
    Sender sender(View view, String thread) {
        if (sender == null) {
            return Sender.contact(thread);
        }
        String id = sender.text(view, "id");
        return new Sender(kind(sender, view), id.isEmpty() ? thread : id, sender.text(view, "name"));
    }

    private static Sender.Kind kind(Fields sender, View view) {
        String kind = sender.text(view, "kind");
        try {
            return kind.isEmpty() ? Sender.Kind.CONTACT : Sender.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new BadValueException(sender.spot().in("kind"), "must be contact, agent, bot or system", kind);
        }
    }

    Map<String, String> metadata(View view, HeaderRule shared) {
        Map<String, String> all = new HashMap<>();
        if (shared.metadata != null) {
            all.putAll(Fields.texts(shared.metadata, view));
        }
        if (metadata != null) {
            all.putAll(Fields.texts(metadata, view));
        }
        return all;
    }
}
