package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.message.Body;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Raw;
import io.omnihub.message.Sender;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a mapping declares under `in`: how records become unified events.
///
/// @param each        the list of which each item is a record of its own; null where an input is one
/// @param common      what all rules share
/// @param rules       tried in order; the first that takes a record decides
/// @param unsupported how the type is called of what no rule takes; null where that is not declared
/// @param keepsRest   whether fields that nothing asked for become metadata
record Inbound(
        @Nullable Value each,
        Lets lets,
        HeaderRule common,
        List<Rule> rules,
        @Nullable Value unsupported,
        boolean keepsRest) {

    private static final int LONGEST_RAW = Content.LONGEST_TEXT;
    private static final Set<String> GIVEN = Set.of("root", "received", "inbox", "headers");
    static final Set<String> KEYS = Set.of("each", "let", "parts", "rules", "unsupported", "unknown");

    static Inbound compile(Yaml yaml, Expressions bare) {
        Set<String> known = new HashSet<>(KEYS);
        known.addAll(HeaderRule.KEYS);
        Map<String, Yaml> keys = yaml.map(known);
        Lets lets = Lets.compile(keys.get("let"), GIVEN, bare);
        Expressions expressions = lets.on(bare);
        HeaderRule common = HeaderRule.compile(keys, expressions);
        List<ContentRule> parts = ContentRule.compile(keys.get("parts"), expressions, List.of());
        List<Rule> rules = new ArrayList<>();
        Yaml declared = keys.get("rules");
        if (declared == null) {
            yaml.wrong("needs rules");
        } else {
            declared.list().forEach(rule -> rules.add(Rule.compile(rule, parts, common, expressions)));
        }
        if (rules.stream().anyMatch(rule -> rule.record() != null)
                && rules.stream().anyMatch(rule -> rule.body() != null)) {
            yaml.wrong("can't make both records and events: that is for two mappings");
        }
        return new Inbound(
                ContentRule.optional(keys.get("each"), bare.knowing(GIVEN)),
                lets,
                common,
                List.copyOf(rules),
                ContentRule.optional(keys.get("unsupported"), expressions),
                Yaml.choice(keys.get("unknown"), "drop", "keep").equals("keep"));
    }

    /// The records that one record of the input holds.
    List<Row> split(Row row, Input input) {
        if (each == null) {
            return List.of(row);
        }
        Lets none = new Lets(lets.given(), Map.of(), lets.given());
        JsonNode list = each.of(new View(row.record(), new Variables(none, row.record(), given(row.record(), input))));
        if (!list.isArray()) {
            throw new BadValueException(each.spot(), "must be a list", list.toString());
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode item : list) {
            rows.add(new Row(row.place() + "[" + rows.size() + "]", item));
        }
        return rows;
    }

    /// @param root of the whole input that the record is in
    /// @param alone whether the input is this record and nothing else
    void read(Row row, JsonNode root, boolean alone, Input input, Found found) {
        View view = new View(row.record(), new Variables(lets, row.record(), given(root, input)));
        boolean taken = false;
        for (Rule rule : rules) {
            if (rule.takes(view)) {
                taken = true;
                if (rule.body() != null) {
                    found.events().add(event(rule, rule.body(), view, alone, input));
                }
                if (rule.record() != null) {
                    Map<String, String> none = Map.of();
                    found.records().add(rule.record().of(view, keepsRest ? rest(rule.record(), view) : none));
                }
                if (!rule.goesOn()) {
                    return;
                }
            }
        }
        if (!taken && hasRecords()) {
            throw new BadValueException(Spot.FILE, "no rule takes the input", "");
        }
        if (!taken) {
            found.events().add(unsupported(view, alone, input));
        }
    }

    /// Whether it makes records, and no events.
    boolean hasRecords() {
        return rules.stream().anyMatch(rule -> rule.record() != null);
    }

    /// What nothing asks for, once all that is declared has asked.
    private static Map<String, String> rest(RecordRule rule, View view) {
        var _ = rule.of(view, Map.of());
        return Traced.rest(view.here());
    }

    private static Map<String, JsonNode> given(JsonNode root, Input input) {
        Map<String, JsonNode> given = new HashMap<>();
        given.put("root", root);
        given.put("received", Nodes.of(input.arrival().receivedAt().toString()));
        given.put("inbox", Nodes.of(input.arrival().inbox().value()));
        given.put("headers", input.headers());
        return given;
    }

    private InboundEvent event(Rule rule, BodyRule body, View view, boolean alone, Input input) {
        List<Content> parts = body.hasParts() ? rule.contents(view) : List.of();
        if (body.hasParts() && parts.isEmpty()) {
            parts = List.of(unsupported(view));
        }
        String thread = rule.header().thread(view);
        if (thread.isEmpty() && body.needsThread()) {
            throw new BadValueException(
                    rule.header().thread() == null
                            ? rule.spot()
                            : rule.header().thread().spot(),
                    "must be given: it is the platform's id of the person or group",
                    "");
        }
        List<Content> made = parts;
        Body happened = Fields.make(body.fields().spot(), () -> body.body(view, made));
        return make(rule.spot(), rule.header(), view, thread, key(rule, body, view), happened, alone, input);
    }

    private static String key(Rule rule, BodyRule body, View view) {
        String own = rule.header().key(view);
        String key = body.hasKey() ? body.key(view) : "";
        if (key.isEmpty() && !own.isEmpty()) {
            // What is learnt of a contact comes with what he says, and must not be taken for it.
            key = Keys.event(body.needsThread() && !body.hasParts() ? own + ":contact" : own);
        }
        if (key.isEmpty()) {
            throw new BadValueException(rule.spot().in("key"), "must be given", "");
        }
        return key;
    }

    /// What no rule takes is shown to the agents, where its conversation can be told.
    private InboundEvent unsupported(View view, boolean alone, Input input) {
        String thread = common.thread(view);
        if (thread.isEmpty()) {
            throw new BadValueException(
                    common.thread() == null ? Spot.FILE : common.thread().spot(),
                    "is missing, and no rule takes the input",
                    view.here().toString());
        }
        String own = common.key(view);
        String key = Keys.event(own.isEmpty() ? hash(view.here()) : own);
        return make(Spot.FILE, common, view, thread, key, Message.of("", unsupported(view)), alone, input);
    }

    private Content unsupported(View view) {
        String kind = unsupported == null ? "" : unsupported.text(view);
        String raw = view.here().toString();
        return Fields.make(
                unsupported == null ? Spot.FILE : unsupported.spot(),
                () -> new Content.Unsupported(
                        kind.isEmpty() ? "unknown" : kind, raw.length() > LONGEST_RAW / 4 ? "" : raw));
    }

    private InboundEvent make(
            Spot spot, HeaderRule rule, View view, String thread, String key, Body body, boolean alone, Input input) {
        Arrival arrival = input.arrival();
        String inbox = arrival.inbox().value();
        String place = thread.isEmpty() ? inbox : thread;
        Instant received = arrival.receivedAt().truncatedTo(ChronoUnit.MILLIS);
        Sender sender = Fields.make(spot.in("sender"), () -> rule.sender(view, place));
        Direction direction = rule.direction(view);
        Instant sentAt = rule.sentAt(view, received);
        Map<String, String> metadata = rule.metadata(view, common);
        if (keepsRest && body instanceof Message) {
            Traced.rest(view.here()).forEach(metadata::putIfAbsent);
        }
        Header header = Fields.make(
                spot,
                () -> new Header(
                        arrival.tenant(),
                        arrival.channel(),
                        arrival.inbox(),
                        direction,
                        place,
                        place,
                        key,
                        sender,
                        sentAt,
                        received,
                        metadata,
                        alone ? input.raw() : raw(view.here())));
        return new InboundEvent(header, body);
    }

    private static Raw raw(JsonNode record) {
        return new Raw("application/json", record.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(JsonNode record) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(record.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
