package io.omnihub.conversation;

/// What one partition's engine did with an event: it decided it, or found that another partition must.
sealed interface Taken permits Outcome, Taken.Elsewhere {

    /// The conversation belongs to another partition, whose engine decides.
    record Elsewhere(int partition) implements Taken {}
}
