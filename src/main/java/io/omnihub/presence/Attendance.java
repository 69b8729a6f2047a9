package io.omnihub.presence;

import io.omnihub.wire.Presence;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What one agent's connections say, on this node and, as the others tell, elsewhere. The most present of it counts.
final class Attendance {

    private final Map<Object, Presence> here = new HashMap<>();
    private final Map<String, Told> elsewhere = new HashMap<>();

    void here(Object connection, Presence state) {
        if (state == Presence.OFFLINE) {
            here.remove(connection);
        } else {
            here.put(connection, state);
        }
    }

    /// @param until when the word is too old to count, by [System#nanoTime()]
    void elsewhere(String node, Presence state, long until) {
        if (state == Presence.OFFLINE) {
            elsewhere.remove(node);
        } else {
            elsewhere.put(node, new Told(state, until));
        }
    }

    void forget(long now) {
        elsewhere.values().removeIf(told -> told.until() - now < 0);
    }

    Presence here() {
        return most(here.values().stream());
    }

    Presence anywhere() {
        return most(Stream.concat(
                here.values().stream(), elsewhere.values().stream().map(Told::state)));
    }

    private static Presence most(Stream<Presence> states) {
        return states.min(Comparator.naturalOrder()).orElse(Presence.OFFLINE);
    }

    private record Told(Presence state, long until) {}
}
