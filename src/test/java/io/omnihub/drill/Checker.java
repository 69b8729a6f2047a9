package io.omnihub.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// Stands outside the hub and compares the witness with what the hub's API says and with what reached the customers.
final class Checker {

    /// A claim that a kill left behind, the retries after it, and a buffer to drain.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// What the simulator notes when a kill cuts a call off.
    private static final String CUT_OFF = "the hub broke the connection";

    private final Witness witness;
    private final HubApi hubApi;
    private final Platforms platforms;

    Checker(Witness witness, HubApi hubApi, Platforms platforms) {
        this.witness = witness;
        this.hubApi = hubApi;
        this.platforms = platforms;
    }

    /// Checks again and again until everything has come to its end, or it should have.
    Findings settled() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        return Awaitility.await("everything has come to its end")
                .atMost(PATIENCE.multipliedBy(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(this::check, findings -> findings.isSettled() || System.nanoTime() > end);
    }

    private Findings check() {
        Findings findings = new Findings();
        Map<String, JsonNode> deliveries = hubApi.deliveries().stream()
                .collect(Collectors.toMap(delivery -> delivery.path("id").asString(), Function.identity()));
        List<Long> positions = new ArrayList<>();
        Set<Word> stored = new HashSet<>();
        int repeated = 0;
        for (Map.Entry<String, String> conversation : hubApi.conversations().entrySet()) {
            ConversationCheck check = new ConversationCheck(
                    conversation.getKey(), hubApi.entries(conversation.getValue()), witness, findings);
            check.log();
            check.deliveries(deliveries);
            check.arrivals(deliveries);
            positions.addAll(check.positions());
            stored.addAll(check.stored());
            repeated += check.repeated();
        }
        witness.accepted().stream()
                .filter(word -> !stored.contains(word))
                .forEach(word -> findings.lost().add(word + " is not in the log"));
        ConversationCheck.gapless("position", positions.stream().sorted().toList(), findings.gaps());
        findings.wrong().addAll(otherwiseWrong());
        return findings.withRepeated(repeated);
    }

    private Collection<String> otherwiseWrong() {
        List<String> wrong = new ArrayList<>(witness.surprises());
        hubApi.deadLetters().forEach(letter -> wrong.add("dead letter: " + letter));
        platforms.breaches().stream()
                .filter(breach -> witness.kills() == 0 || !breach.endsWith(CUT_OFF))
                .forEach(breach -> wrong.add("breach of a platform's protocol: " + breach));
        return wrong;
    }
}
