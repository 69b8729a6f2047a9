package io.omnihub.message;

/// A reaction was put on a message, or removed from it.
public record Reaction(MessageRef target, String emoji, boolean removed) implements Body, Change {

    public Reaction {
        Check.id("emoji", emoji);
    }
}
