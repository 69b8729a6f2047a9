package io.omnihub.mapping;

import io.omnihub.message.Body;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.Edit;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happened, as the unified JSON names it, and from which values it is made.
///
/// @param kind   the body's type
/// @param fields its values
record BodyRule(String kind, Fields fields) {

    static final String MESSAGE = "message";

    /// The fields of each kind.
    static final Map<String, Set<String>> KINDS = Map.of(
            MESSAGE,
            Set.of("externalId", "replyTo"),
            "edit",
            Set.of("target", "change"),
            "recall",
            Set.of("target"),
            "reaction",
            Set.of("target", "emoji", "removed"),
            "receipt",
            Set.of("target", "state", "code", "reason"),
            "read-mark",
            Set.of("upTo"),
            "contact-change",
            Set.of("name", "locale", "attributes"));

    private static final Map<String, String> MAIN =
            Map.of(MESSAGE, "externalId", "edit", "target", "recall", "target", "read-mark", "upTo");

    /// What must be declared.
    private static final Map<String, List<String>> NEEDED = Map.of(
            "edit", List.of("target"),
            "recall", List.of("target"),
            "reaction", List.of("target", "emoji"),
            "receipt", List.of("target", "state"),
            "read-mark", List.of("upTo"));

    static BodyRule compile(String kind, Yaml yaml, Expressions expressions) {
        Fields fields =
                Fields.compile(yaml, KINDS.getOrDefault(kind, Set.of()), MAIN.getOrDefault(kind, ""), expressions);
        for (String needed : NEEDED.getOrDefault(kind, List.of())) {
            if (!fields.has(needed)) {
                yaml.wrong("must have " + needed);
            }
        }
        return new BodyRule(kind, fields);
    }

    /// Whether it consists of parts.
    boolean hasParts() {
        return kind.equals(MESSAGE) || kind.equals("edit");
    }

    /// Whether its conversation must be told: others are found by the message that they concern.
    boolean needsThread() {
        return kind.equals(MESSAGE) || kind.equals("contact-change");
    }

    /// Whether what it is about makes it unique, so that no key need be declared.
    boolean hasKey() {
        return switch (kind) {
            case MESSAGE -> fields.has("externalId");
            case "edit" -> fields.has("change");
            case "recall", "receipt" -> true;
            default -> false;
        };
    }

    /// The key that follows from it; empty where none does.
    String key(View view) {
        return switch (kind) {
            case MESSAGE -> keyed(text(view, "externalId"));
            case "edit" -> Keys.edit(text(view, "target"), text(view, "change"));
            case "recall" -> Keys.recall(text(view, "target"));
            case "receipt" -> Keys.receipt(text(view, "target"), state(view));
            default -> "";
        };
    }

    private static String keyed(String externalId) {
        return externalId.isEmpty() ? "" : Keys.message(externalId);
    }

    Body body(View view, List<Content> parts) {
        return switch (kind) {
            case MESSAGE -> new Message(text(view, "externalId"), parts, replyTo(view));
            case "edit" -> new Edit(ref(view, "target"), parts);
            case "recall" -> new Recall(ref(view, "target"));
            case "reaction" -> new Reaction(ref(view, "target"), text(view, "emoji"), fields.isTrue(view, "removed"));
            case "receipt" ->
                new Receipt(ref(view, "target"), state(view), "", text(view, "code"), text(view, "reason"));
            case "read-mark" -> new ReadMark(ref(view, "upTo"));
            default -> new ContactChange(text(view, "name"), text(view, "locale"), fields.texts(view, "attributes"));
        };
    }

    private @Nullable MessageRef replyTo(View view) {
        String id = text(view, "replyTo");
        return id.isEmpty() ? null : MessageRef.external(id);
    }

    private MessageRef ref(View view, String field) {
        String id = text(view, field);
        if (id.isEmpty()) {
            throw new BadValueException(fields.spot().in(field), "must be given", "");
        }
        return MessageRef.external(id);
    }

    private Receipt.State state(View view) {
        String state = text(view, "state");
        try {
            return Receipt.State.valueOf(state.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new BadValueException(
                    fields.spot().in("state"), "must be accepted, delivered, read or failed", state);
        }
    }

    private String text(View view, String field) {
        return fields.text(view, field);
    }
}
