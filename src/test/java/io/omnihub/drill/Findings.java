package io.omnihub.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the checker found. The lists before `failed` are of sentences, and empty where
/// the hub kept its word.
///
/// @param lost        accepted, and not in the log
/// @param twice       in the log, or with the customer, more than once, and no known repetition
/// @param disordered  after something that was said later
/// @param gaps        positions or sequences that are missing
/// @param undelivered replies that neither reached the customer nor ended as failed
/// @param wrong       all else that should not be
/// @param failed      why replies stand as failed: the platform's code, or the state where it gave none
/// @param repeated    replies that reached the customer twice by a kill, as their deliveries say
record Findings(
        List<String> lost,
        List<String> twice,
        List<String> disordered,
        List<String> gaps,
        List<String> undelivered,
        List<String> wrong,
        List<String> failed,
        int repeated) {

    Findings() {
        this(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                0);
    }

    Findings withRepeated(int replies) {
        return new Findings(lost, twice, disordered, gaps, undelivered, wrong, failed, replies);
    }

    /// Whether time may still mend something.
    boolean isSettled() {
        return lost.isEmpty() && undelivered.isEmpty();
    }

    List<String> faults() {
        return Stream.of(lost, twice, disordered, gaps, undelivered, wrong)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return "lost %d, twice %d, out of order %d, gaps %d, replies without an end %d, otherwise wrong %d;"
                        .formatted(
                                lost.size(),
                                twice.size(),
                                disordered.size(),
                                gaps.size(),
                                undelivered.size(),
                                wrong.size())
                + " replies repeated by a kill and marked so %d, failed visibly %d ".formatted(repeated, failed.size())
                + failed.stream().collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()));
    }
}
