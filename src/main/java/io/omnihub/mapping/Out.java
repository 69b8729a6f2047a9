package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.OutboundTyping;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/// What a mapping declares under `out`: how what is meant for contacts is told to the platform, and what its answers
/// mean.
///
/// @param rules        of each kind of thing
/// @param keysKnownFor how long the platform drops a second call with the same `$key`; zero where it does not
record Out(Lets lets, Writer writer, Map<String, List<OutRule>> rules, Answer answer, Duration keysKnownFor) {

    private static final Duration LONGEST = Duration.ofDays(30);

    private static final String MESSAGE = "message";
    private static final String EDIT = "edit";
    private static final String RECALL = "recall";
    private static final String TYPING = "typing";
    private static final String READ = "read";
    private static final String PUSH = "push";
    private static final List<String> KINDS = List.of(MESSAGE, EDIT, RECALL, TYPING, READ, PUSH);
    static final Set<String> KEYS =
            Set.of("format", "charset", "let", "answer", "keysKnownFor", MESSAGE, EDIT, RECALL, TYPING, READ, PUSH);
    static final Set<String> GIVEN = Set.of("thread", "inbox", "key", "quoted", "externalId", "link", "part");

    static Out compile(Yaml yaml, Expressions bare) {
        Map<String, Yaml> keys = yaml.map(KEYS);
        Lets lets = Lets.compile(keys.get("let"), GIVEN, bare);
        Expressions expressions = lets.on(bare);
        Map<String, List<OutRule>> rules = new LinkedHashMap<>();
        KINDS.forEach(kind -> rules.put(kind, OutRule.compile(keys.get(kind), expressions)));
        if (!keys.containsKey(MESSAGE) && !keys.containsKey(PUSH)) {
            yaml.wrong("needs message or push");
        }
        return new Out(
                lets,
                Writer.compile(keys.get("format"), keys.get("charset")),
                rules,
                Answer.compile(keys.get("answer"), bare),
                duration(keys.get("keysKnownFor")));
    }

    private static Duration duration(@Nullable Yaml yaml) {
        if (yaml == null) {
            return Duration.ZERO;
        }
        try {
            Duration told = DurationStyle.SIMPLE.parse(yaml.text());
            if (told.isPositive() && told.compareTo(LONGEST) <= 0) {
                return told;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        yaml.wrong("must be a time of 30d at most, such as 24h");
        return Duration.ZERO;
    }

    /// What the platform is told of it; nothing where it has no such thing.
    ///
    /// @param given what is known of this call beside where it goes
    Optional<Request> request(Outbound outbound, ObjectNode node, Map<String, JsonNode> given, Optional<Media> media) {
        View view = view(outbound, node, given);
        return rule(kind(outbound), view).map(rule -> rule.request(view, writer, media.orElse(null)));
    }

    /// What wakes somebody's device; nothing where the platform has no such thing.
    Optional<Request> push(InboxId inbox, JsonNode push, String key) {
        View view = view("", inbox, push, Map.of("key", Nodes.of(key)));
        return rule(PUSH, view).map(rule -> rule.request(view, writer, null));
    }

    /// Whether the platform can be told of it.
    boolean takes(Outbound outbound, ObjectNode node) {
        return rule(kind(outbound), view(outbound, node, Map.of())).isPresent();
    }

    private Optional<OutRule> rule(String kind, View view) {
        return rules.getOrDefault(kind, List.of()).stream()
                .filter(rule -> rule.takes(view))
                .findFirst();
    }

    private View view(Outbound outbound, ObjectNode node, Map<String, JsonNode> given) {
        return view(outbound.thread(), outbound.inbox(), node, given);
    }

    private View view(String thread, InboxId inbox, JsonNode node, Map<String, JsonNode> given) {
        Map<String, JsonNode> all = new HashMap<>();
        GIVEN.forEach(name -> all.put(name, Nodes.missing()));
        all.putAll(given);
        all.put("thread", Nodes.of(thread));
        all.put("inbox", Nodes.of(inbox.value()));
        return new View(node, new Variables(lets, node, all));
    }

    static String kind(Outbound outbound) {
        return switch (outbound) {
            case OutboundMessage _ -> MESSAGE;
            case OutboundEdit _ -> EDIT;
            case OutboundRecall _ -> RECALL;
            case OutboundTyping _ -> TYPING;
            case OutboundRead _ -> READ;
        };
    }

    /// What expressions see of what has no parts.
    static ObjectNode node(Outbound outbound) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return outbound instanceof OutboundTyping typing ? node.put("stopped", typing.stopped()) : node;
    }
}
