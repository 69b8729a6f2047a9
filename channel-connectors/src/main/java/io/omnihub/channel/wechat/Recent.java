package io.omnihub.channel.wechat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Remembers some values for some time. Losing one costs a little work, never a message.
final class Recent<T> {

    private static final int MOST = 10_000;

    private final Map<String, Kept<T>> values = new LinkedHashMap<>();
    private final Duration time;
    private final Clock clock;

    Recent(Duration time, Clock clock) {
        this.time = time;
        this.clock = clock;
    }

    synchronized Optional<T> get(String key) {
        Kept<T> kept = values.get(key);
        return kept == null || !clock.instant().isBefore(kept.until()) ? Optional.empty() : Optional.of(kept.value());
    }

    synchronized void put(String key, T value) {
        values.remove(key);
        values.put(key, new Kept<>(value, clock.instant().plus(time)));
        if (values.size() > MOST) {
            values.remove(values.keySet().iterator().next());
        }
    }

    synchronized void forget(String key) {
        values.remove(key);
    }

    private record Kept<T>(T value, Instant until) {}
}
