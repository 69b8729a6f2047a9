package io.omnihub.overload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is given up, in this order. What was accepted never is, and agents' replies are the last that the engine
/// refuses.
public enum Step {
    /// Showing who types, and who is there.
    TYPING("typing and presence"),
    /// Storing and pushing how far somebody has read.
    READS("read receipts"),
    /// Lists and searches of the API.
    LISTS("lists and searches"),
    /// Visitors whom nobody knows yet.
    VISITORS("new anonymous visitors");

    /// The name of no step.
    static final String NOTHING = "nothing";

    private final String words;

    Step(String words) {
        this.words = words;
    }

    /// What it is, in a sentence.
    String words() {
        return words;
    }

    /// The name in the API and in metrics.
    String publicName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How many steps are given up where this is the last of them.
    int height() {
        return ordinal() + 1;
    }

    /// The first so many.
    static List<Step> first(int height) {
        return List.of(values()).subList(0, height);
    }

    /// How many steps are given up where this is the last of them, by its name in the API, or nothing.
    static Optional<Integer> height(String name) {
        return name.equals(NOTHING)
                ? Optional.of(0)
                : Arrays.stream(values())
                        .filter(step -> step.publicName().equals(name))
                        .map(Step::height)
                        .findFirst();
    }
}
