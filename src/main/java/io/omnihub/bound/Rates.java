package io.omnihub.bound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// How often each of many may do something: so often for long, and so much at once. It remembers so many of them at
/// most, and each only until it makes no difference any more.
public final class Rates {

    private static final long MOST_KNOWN = 50_000;

    private final long nanosEach;
    private final long burst;
    private final LongSupplier nanos;

    /// When the last one of each would have been due, had they come evenly.
    private final Cache<String, AtomicLong> due;

    /// @param perSecond how often for long
    /// @param atOnce    how much at once
    /// @param nanos     a clock that never jumps
    public Rates(double perSecond, int atOnce, LongSupplier nanos) {
        this.nanosEach = Math.max(1, Math.round(1e9 / perSecond));
        this.burst = nanosEach * atOnce;
        this.nanos = nanos;
        this.due = Caffeine.newBuilder()
                .maximumSize(MOST_KNOWN)
                .expireAfterAccess(Duration.ofNanos(burst))
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /// Counts one.
    ///
    /// @return how long to wait; zero where it may be done now
    public Duration take(String who) {
        long now = nanos.getAsLong();
        AtomicLong when = due.get(who, _ -> new AtomicLong(now));
        while (true) {
            long last = when.get();
            long next = (last - now < 0 ? now : last) + nanosEach;
            long early = next - now - burst;
            if (early > 0) {
                return Duration.ofNanos(early);
            }
            if (when.compareAndSet(last, next)) {
                return Duration.ZERO;
            }
        }
    }
}
