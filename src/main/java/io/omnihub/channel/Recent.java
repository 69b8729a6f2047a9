package io.omnihub.channel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Remembers some values for some time. Losing one costs a little work, never a message.
public final class Recent<T> {

    private static final int MOST = 10_000;

    private final Map<String, Kept<T>> values = new LinkedHashMap<>();
    private final Duration time;
    private final Clock clock;
    private final int most;

    public Recent(Duration time, Clock clock) {
        this(time, clock, MOST);
    }

    /// @param most values, of which the oldest goes first
    public Recent(Duration time, Clock clock, int most) {
        this.most = most;
        this.time = time;
        this.clock = clock;
    }

    public synchronized Optional<T> get(String key) {
        Kept<T> kept = values.get(key);
        return kept == null || !clock.instant().isBefore(kept.until()) ? Optional.empty() : Optional.of(kept.value());
    }

    /// The value, made where it is not remembered.
    public T get(String key, Supplier<T> made) {
        return get(key).orElseGet(() -> {
            T value = made.get();
            put(key, value);
            return value;
        });
    }

    public synchronized void put(String key, T value) {
        values.remove(key);
        values.put(key, new Kept<>(value, clock.instant().plus(time)));
        if (values.size() > most) {
            values.remove(values.keySet().iterator().next());
        }
    }

    public synchronized void forget(String key) {
        values.remove(key);
    }

    private record Kept<T>(T value, Instant until) {}
}
