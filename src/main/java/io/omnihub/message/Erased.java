package io.omnihub.message;

/// What stood at a sequence was erased for good.
public record Erased(long sequence) implements Change {

    public Erased {
        Check.notNegative("sequence", sequence);
    }
}
