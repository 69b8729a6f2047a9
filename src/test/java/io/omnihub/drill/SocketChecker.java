package io.omnihub.drill;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// Compares what was acknowledged at sockets with the log, and the log with what each person saw.
final class SocketChecker {

    private final Witness witness;
    private final HubApi hubApi;
    private final Crowd crowd;
    private final List<SocketVisitor> visitors;
    private final List<Agent> agents;

    SocketChecker(Witness witness, HubApi hubApi, Crowd crowd, List<SocketVisitor> visitors, List<Agent> agents) {
        this.witness = witness;
        this.hubApi = hubApi;
        this.crowd = crowd;
        this.visitors = visitors;
        this.agents = agents;
    }

    /// Waits until nobody waits for anything, and everybody has seen all that there is.
    Findings settled(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Awaitility.await("everything is acknowledged")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> crowd.ask(() -> visitors.stream().allMatch(Person::isSettled)
                        && agents.stream().allMatch(Person::isSettled)));
        return Awaitility.await("everybody has seen everything")
                .atMost(patience.multipliedBy(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(this::check, findings -> findings.isSettled() || System.nanoTime() > end);
    }

    private Findings check() {
        Findings findings = new Findings();
        Set<Word> stored = new HashSet<>();
        Map<String, List<JsonNode>> log = new HashMap<>();
        for (SocketVisitor visitor : visitors) {
            List<JsonNode> entries = hubApi.entries(visitor.conversation());
            log.put(visitor.conversation(), entries);
            ConversationCheck check = new ConversationCheck(visitor.name(), entries, witness, findings);
            check.log();
            stored.addAll(check.stored());
        }
        witness.accepted().stream()
                .filter(word -> !stored.contains(word))
                .forEach(word -> findings.lost().add(word + " is not in the log"));
        crowd.ask(() -> {
            visitors.forEach(visitor -> compare(visitor, visitor.view(), log.get(visitor.conversation()), findings));
            agents.forEach(agent -> agent.views()
                    .forEach((conversation, view) -> compare(agent, view, log.get(conversation), findings)));
            return true;
        });
        findings.wrong().addAll(witness.surprises());
        return findings;
    }

    /// What was seen must be what the log holds, from the first to the last.
    private static void compare(Person person, View view, List<JsonNode> entries, Findings findings) {
        List<String> held = entries.stream()
                .map(entry -> entry.path("change"))
                .filter(change -> change.path("type").asString().equals("message"))
                .map(change -> change.path("parts").path(0).path("text").asString())
                .toList();
        List<String> seen = view.texts();
        Set<String> once = new HashSet<>();
        seen.stream()
                .filter(text -> !once.add(text))
                .forEach(text -> findings.twice().add("%s saw %s again".formatted(person, text)));
        held.stream()
                .filter(text -> !once.contains(text))
                .forEach(text -> findings.lost().add("%s did not see %s".formatted(person, text)));
        if (once.size() == held.size() && !seen.equals(held)) {
            findings.disordered().add("%s saw %s where the log holds %s".formatted(person, seen, held));
        }
    }
}
