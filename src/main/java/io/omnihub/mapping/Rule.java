package io.omnihub.mapping;

import io.omnihub.message.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one kind of message becomes.
///
/// @param when   the condition on which it is taken; null for always
/// @param body   what happened; null where nobody needs to know of it
/// @param record what a business system tells; null where it is something that happened
/// @param header what is declared for this rule alone
/// @param parts  of a message or an edit
/// @param goesOn whether the rules behind it are tried too
record Rule(
        @Nullable Value when,
        @Nullable BodyRule body,
        @Nullable RecordRule record,
        HeaderRule header,
        List<ContentRule> parts,
        boolean goesOn,
        Spot spot) {

    private static final String IGNORE = "ignore";
    private static final Set<String> OTHERS = Set.of(IGNORE, RecordRule.KIND);

    static Rule compile(Yaml yaml, List<ContentRule> shared, HeaderRule common, Expressions expressions) {
        Set<String> known = new HashSet<>(HeaderRule.KEYS);
        known.addAll(BodyRule.KINDS.keySet());
        known.addAll(Set.of("when", "parts", "continue", RecordRule.KIND, IGNORE));
        Map<String, Yaml> keys = yaml.map(known);
        List<Map.Entry<String, Yaml>> kinds = keys.entrySet().stream()
                .filter(key -> BodyRule.KINDS.containsKey(key.getKey()) || OTHERS.contains(key.getKey()))
                .toList();
        BodyRule body = null;
        RecordRule record = null;
        if (kinds.size() != 1) {
            yaml.wrong("must say what happened by one of ignore, record, "
                    + String.join(
                            ", ", BodyRule.KINDS.keySet().stream().sorted().toList()));
        } else if (kinds.getFirst().getKey().equals(RecordRule.KIND)) {
            record = RecordRule.compile(kinds.getFirst().getValue(), expressions);
        } else if (!kinds.getFirst().getKey().equals(IGNORE)) {
            body = BodyRule.compile(kinds.getFirst().getKey(), kinds.getFirst().getValue(), expressions);
        }
        HeaderRule header = HeaderRule.compile(keys, expressions).over(common);
        List<ContentRule> parts = ContentRule.compile(keys.get("parts"), expressions, shared);
        check(yaml, body, header, parts, keys.containsKey("parts"));
        return new Rule(
                ContentRule.optional(keys.get("when"), expressions),
                body,
                record,
                header,
                parts,
                Yaml.choice(keys.get("continue"), "false", "true").equals("true"),
                yaml.spot());
    }

    private static void check(
            Yaml yaml, @Nullable BodyRule body, HeaderRule header, List<ContentRule> parts, boolean declared) {
        if (body == null) {
            return;
        }
        if (header.key() == null && !body.hasKey()) {
            yaml.wrong("needs a key, which tells this event from all others and is the same when it is sent again");
        }
        if (header.thread() == null && body.needsThread()) {
            yaml.wrong("needs a thread: the platform's id of the person or group");
        }
        if (body.hasParts() && parts.isEmpty() && !declared) {
            yaml.wrong("needs parts");
        }
    }

    boolean takes(View view) {
        return when == null || when.isTrue(view);
    }

    List<Content> contents(View view) {
        List<Content> contents = new ArrayList<>();
        parts.forEach(part -> part.add(view, contents));
        return contents;
    }
}
