package io.omnihub.trace;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// When this node first wrote each of the latest entries to a client. Each has one place, in which a later one takes
/// the turn of an earlier one.
public final class LatePushes {

    private static final int PLACES = 8_192;

    private final AtomicReferenceArray<Pushed> places = new AtomicReferenceArray<>(PLACES);

    /// @param agent whether to one, and not to the contact
    public void note(String conversation, long sequence, boolean agent, long millis) {
        places.set(place(conversation, sequence, agent), new Pushed(conversation, sequence, agent, millis));
    }

    /// Nothing where it was not, or too many were since.
    public Optional<Instant> at(String conversation, long sequence, boolean agent) {
        return Optional.ofNullable(places.get(place(conversation, sequence, agent)))
                .filter(pushed -> pushed.agent == agent
                        && pushed.sequence == sequence
                        && pushed.conversation.equals(conversation))
                .map(pushed -> Instant.ofEpochMilli(pushed.millis));
    }

    private static int place(String conversation, long sequence, boolean agent) {
        return Math.floorMod(Objects.hash(conversation, sequence, agent), PLACES);
    }

    private record Pushed(String conversation, long sequence, boolean agent, long millis) {}
}
