package io.omnihub.drill;

import io.omnihub.drill.Witness.Arrival;
import io.omnihub.drill.Word.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Compares one conversation with its witness.
final class ConversationCheck {

    private static final Set<String> SENT = Set.of("sent", "delivered", "read");
    private static final Set<String> FAILED = Set.of("failed", "dead");

    private final String customer;
    private final List<JsonNode> entries;
    private final Witness witness;
    private final Findings findings;
    private final Map<Word, String> deliveryIds = new LinkedHashMap<>();
    private final Set<Word> stored = new HashSet<>();
    private final Set<Long> told = new HashSet<>();
    private int repeated;

    ConversationCheck(String customer, List<JsonNode> entries, Witness witness, Findings findings) {
        this.customer = customer;
        this.entries = entries;
        this.witness = witness;
        this.findings = findings;
    }

    /// Whether the log holds what was said, once and in order, and nothing else.
    void log() {
        Map<Kind, Integer> last = new EnumMap<>(Kind.class);
        for (JsonNode entry : entries) {
            JsonNode change = entry.path("change");
            if (change.path("type").asString().equals("receipt")
                    && !told.add(change.path("target").path("sequence").asLong())) {
                findings.twice().add("the end of the delivery in " + entry);
            }
            if (change.path("type").asString().equals("message")) {
                Word.parse(change.path("parts").path(0).path("text").asString())
                        .filter(word -> word.customer().equals(customer) && witness.wasSaid(word))
                        .ifPresentOrElse(
                                word -> take(word, entry, last),
                                () -> findings.wrong().add("nobody said " + entry));
            }
        }
        gapless(
                "sequence",
                entries.stream().map(entry -> entry.path("sequence").asLong()).toList(),
                findings.gaps());
    }

    private void take(Word word, JsonNode entry, Map<Kind, Integer> last) {
        if (!stored.add(word)) {
            findings.twice().add(word + " is in the log again");
        } else if (word.number() < last.getOrDefault(word.kind(), 0)) {
            findings.disordered().add(word + " is in the log after later ones");
        }
        last.merge(word.kind(), word.number(), Math::max);
        if (word.kind() == Kind.REPLY) {
            deliveryIds.put(
                    word,
                    entry.path("conversation").asString() + "."
                            + entry.path("sequence").asLong());
        }
    }

    /// Whether each reply reached the customer or stands as failed, and the log was told.
    void deliveries(Map<String, JsonNode> deliveries) {
        Set<String> arrived = new HashSet<>();
        witness.arrivals(customer).forEach(arrival -> arrived.add(arrival.text()));
        deliveryIds.forEach((word, id) -> {
            JsonNode delivery = deliveries.get(id);
            String state = delivery == null ? "missing" : delivery.path("state").asString();
            if (!told.contains(Long.parseLong(id.substring(id.indexOf('.') + 1)))) {
                findings.undelivered().add(word + " has no end in the log; its delivery is " + state);
            } else if (SENT.contains(state) && !arrived.contains(word.text())) {
                findings.lost().add(word + " is " + state + " but never reached the customer");
            } else if (SENT.contains(state)
                    && Platforms.isOnFeishu(customer)
                    && delivery.path("maybeRepeated").asBoolean()) {
                findings.wrong().add(word + " is marked as maybe repeated, which Feishu does not do");
            } else if (FAILED.contains(state)) {
                findings.failed()
                        .add(
                                delivery.path("code").asString().isEmpty()
                                        ? state
                                        : delivery.path("code").asString());
            } else if (!SENT.contains(state)) {
                findings.undelivered().add(word + " is " + state);
            }
        });
    }

    /// Whether the customer got each reply once and in order; on WeChat a kill may repeat one that was on its way.
    void arrivals(Map<String, JsonNode> deliveries) {
        Map<Word, Arrival> before = new HashMap<>();
        int last = 0;
        for (Arrival arrival : witness.arrivals(customer)) {
            Word word = Word.parse(arrival.text()).orElse(null);
            if (word == null || !deliveryIds.containsKey(word)) {
                findings.wrong().add("reached a customer, but is not in the log: " + arrival.text());
                continue;
            }
            Arrival earlier = before.put(word, arrival);
            if (earlier != null) {
                repeat(word, earlier, deliveries.get(deliveryIds.get(word)));
            }
            if (word.number() < last) {
                findings.disordered().add(word + " reached the customer after later ones");
            }
            last = Math.max(last, word.number());
        }
    }

    private void repeat(Word word, Arrival earlier, JsonNode delivery) {
        boolean marked = delivery != null && delivery.path("maybeRepeated").asBoolean();
        if (marked && !Platforms.isOnFeishu(customer) && witness.wasInFlightAtAKill(earlier.at())) {
            repeated++;
        } else {
            findings.twice().add(word + " reached the customer again, first at " + earlier.at() + ": " + delivery);
        }
    }

    static void gapless(String name, List<Long> numbers, List<String> gaps) {
        long expected = 1;
        for (long number : numbers) {
            if (number != expected) {
                gaps.add("%s %d is missing before %d".formatted(name, expected, number));
            }
            expected = number + 1;
        }
    }

    List<Long> positions() {
        List<Long> positions = new ArrayList<>();
        entries.forEach(entry -> positions.add(entry.path("position").asLong()));
        return positions;
    }

    Set<Word> stored() {
        return stored;
    }

    int repeated() {
        return repeated;
    }
}
