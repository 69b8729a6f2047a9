package io.omnihub.drill;

import io.omnihub.drill.Word.Kind;
import io.omnihub.web.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a hub counted since its start, compared with what is known from outside. That can be done where it was one
/// process all the time: counters begin anew with each.
final class Counters {

    private static final Map<String, String> INBOXES = Map.of("wechat", "drill", "feishu", "team");
    private static final Set<String> SENT = Set.of("sent", "delivered", "read");

    private final Map<String, Double> counted;
    private final HubApi hubApi;
    private final Witness witness;
    private final List<String> wrong = new ArrayList<>();

    private Counters(Map<String, Double> counted, HubApi hubApi, Witness witness) {
        this.counted = counted;
        this.hubApi = hubApi;
        this.witness = witness;
    }

    /// What does not fit; empty where all does.
    static List<String> compare(HubApi hubApi, Witness witness) {
        Counters counters = new Counters(read(hubApi.api()), hubApi, witness);
        List<JsonNode> deliveries = hubApi.deliveries();
        Map<String, String> conversations = hubApi.conversations();
        INBOXES.forEach((channel, inbox) -> {
            Predicate<String> theirs = customer -> Platforms.isOnFeishu(customer) == channel.equals("feishu");
            counters.accepted(channel, theirs);
            counters.stored(
                    channel,
                    conversations.entrySet().stream()
                            .filter(conversation -> theirs.test(conversation.getKey()))
                            .map(Map.Entry::getValue)
                            .toList());
            counters.sent(
                    channel,
                    deliveries.stream()
                            .filter(delivery ->
                                    delivery.path("inbox").asString().equals(inbox))
                            .toList());
        });
        return counters.wrong;
    }

    /// More than the platform knows of are those whose answer did not reach it, and those of the drill's own probes.
    private void accepted(String channel, Predicate<String> theirs) {
        double accepted = of("omnihub_buffer_accepted_total{channel=\"%s\"}".formatted(channel));
        long known = witness.accepted(Kind.MESSAGE, theirs);
        if (accepted < known) {
            wrong.add("%s counts %.0f accepted, and its platform knows of %d".formatted(channel, accepted, known));
        }
    }

    /// What a commit stored whose answer was lost is known when it is run again, and so counted as a duplicate.
    private void stored(String channel, List<String> conversations) {
        String events = "omnihub_engine_events_total{channel=\"%s\",outcome=\"%s\"}";
        double stored = of(events.formatted(channel, "stored"));
        double duplicates = of(events.formatted(channel, "duplicate"));
        long entries = conversations.stream()
                .flatMap(conversation -> hubApi.entries(conversation).stream())
                .filter(entry -> !entry.path("change").path("type").asString().equals("session"))
                .count();
        if (stored > entries || stored + duplicates < entries) {
            wrong.add("%s counts %.0f stored and %.0f known already, and its log has %d"
                    .formatted(channel, stored, duplicates, entries));
        }
    }

    private void sent(String channel, List<JsonNode> deliveries) {
        String attempts = "omnihub_delivery_total{channel=\"%s\",what=\"%s\"}";
        double sent = of(attempts.formatted(channel, "sent"));
        long known = deliveries.stream()
                .filter(delivery -> SENT.contains(delivery.path("state").asString()))
                .count();
        if (sent != known) {
            wrong.add("%s counts %.0f sent, and the ledger has %d".formatted(channel, sent, known));
        }
        double claimed = of(attempts.formatted(channel, "claimed"));
        double ended = sent
                + of(attempts.formatted(channel, "rejected"))
                + of(attempts.formatted(channel, "unavailable"))
                + of(attempts.formatted(channel, "faulted"));
        if (claimed != ended) {
            wrong.add("%s counts %.0f claimed, of which %.0f ended".formatted(channel, claimed, ended));
        }
    }

    private double of(String metric) {
        return counted.getOrDefault(metric, 0.0);
    }

    private static Map<String, Double> read(Api api) {
        return api.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        (one, _) -> one));
    }
}
