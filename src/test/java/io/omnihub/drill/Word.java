package io.omnihub.drill;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something said in a drill: whose conversation it belongs to, and its number among those of its kind there.
record Word(Kind kind, String customer, int number) {

    private static final Pattern FORM = Pattern.compile("(MESSAGE|REPLY|NOTE) ([A-Za-z0-9_-]+) (\\d+)");

    /// Reads what [#text()] wrote; empty where the text is nothing of ours.
    static Optional<Word> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Word(Kind.valueOf(matcher.group(1)), matcher.group(2), Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /// As it goes over the wire.
    String text() {
        return kind + " " + customer + " " + number;
    }

    /// Who says it to whom.
    enum Kind {
        /// A customer, by a callback of the platform.
        MESSAGE,
        /// An agent to the customer.
        REPLY,
        /// An agent to agents.
        NOTE
    }
}
