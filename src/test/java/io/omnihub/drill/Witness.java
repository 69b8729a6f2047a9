package io.omnihub.drill;

import io.omnihub.drill.Word.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// What the outside saw of the hub: what was said to it and when, what it accepted, what reached the customers, and
/// when it was killed.
final class Witness {

    /// How long before a kill a call may have reached the platform and yet not be in the ledger.
    private static final Duration IN_FLIGHT = Duration.ofSeconds(2);

    private final Map<Word, Instant> said = new ConcurrentHashMap<>();
    private final Set<Word> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, List<Arrival>> arrivals = new ConcurrentHashMap<>();
    private final List<Instant> kills = new CopyOnWriteArrayList<>();
    private final List<String> surprises = new CopyOnWriteArrayList<>();

    /// Before it is sent.
    void said(Word word) {
        said.put(word, Instant.now());
    }

    void accepted(Word word) {
        accepted.add(word);
    }

    /// Something reached a customer.
    void arrived(String customer, String text) {
        arrivals.computeIfAbsent(customer, _ -> new CopyOnWriteArrayList<>()).add(new Arrival(text, Instant.now()));
    }

    void killed() {
        kills.add(Instant.now());
    }

    /// An answer that no right hub gives.
    void surprise(String what) {
        surprises.add(what);
    }

    boolean wasSaid(Word word) {
        return said.containsKey(word);
    }

    Optional<Instant> saidAt(Word word) {
        return Optional.ofNullable(said.get(word));
    }

    Set<Word> accepted() {
        return Set.copyOf(accepted);
    }

    long accepted(Kind kind) {
        return accepted(kind, _ -> true);
    }

    /// @param customers whose are counted
    long accepted(Kind kind, Predicate<String> customers) {
        return accepted.stream()
                .filter(word -> word.kind() == kind && customers.test(word.customer()))
                .count();
    }

    /// What reached a customer, in order.
    List<Arrival> arrivals(String customer) {
        return List.copyOf(arrivals.getOrDefault(customer, List.of()));
    }

    int kills() {
        return kills.size();
    }

    boolean wasInFlightAtAKill(Instant at) {
        return kills.stream().anyMatch(kill -> at.isBefore(kill) && at.isAfter(kill.minus(IN_FLIGHT)));
    }

    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /// A message as it reached a customer.
    record Arrival(String text, Instant at) {}
}
