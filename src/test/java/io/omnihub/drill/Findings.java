package io.omnihub.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the checker found. All lists are of sentences, and empty where the hub kept its word.
///
/// @param lost        accepted, and not in the log
/// @param twice       in the log, or with the customer, more than once, and no known repetition
/// @param disordered  after something that was said later
/// @param gaps        positions or sequences that are missing
/// @param undelivered replies that neither reached the customer nor ended as failed
/// @param wrong       all else that should not be
/// @param repeated    replies that reached the customer twice by a kill, as their deliveries say
/// @param failed      replies that stand as failed
record Findings(
        List<String> lost,
        List<String> twice,
        List<String> disordered,
        List<String> gaps,
        List<String> undelivered,
        List<String> wrong,
        int repeated,
        int failed) {

    Findings() {
        this(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                0,
                0);
    }

    Findings with(int repeatedReplies, int failedReplies) {
        return new Findings(lost, twice, disordered, gaps, undelivered, wrong, repeatedReplies, failedReplies);
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
                + " replies repeated by a kill and marked so %d, failed visibly %d".formatted(repeated, failed);
    }
}
