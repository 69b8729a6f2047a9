package io.omnihub.identity;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/// Counts wrong passwords by a key, and makes who gave many of them wait longer each time. Kept in memory by each node
/// for its own requests, for so many keys at most: the one that was quiet longest is forgotten first.
final class LoginThrottle {

    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST = 10_000;
    private static final int LARGEST_SHIFT = 20;

    private final int free;
    private final Duration longest;
    private final LongSupplier nanos;
    private final SequencedMap<String, Failures> known = new LinkedHashMap<>();

    /// @param free    wrong passwords after which the waiting begins, with a second that is doubled each time
    /// @param longest that anybody waits
    /// @param nanos   a clock that never jumps
    LoginThrottle(int free, Duration longest, LongSupplier nanos) {
        this.free = free;
        this.longest = longest;
        this.nanos = nanos;
    }

    /// How long no password is looked at; zero where the next one is.
    synchronized Duration remaining(String key) {
        Failures failures = known.get(key);
        return failures == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, failures.until() - nanos.getAsLong()));
    }

    synchronized int failures(String key) {
        Failures failures = known.get(key);
        return failures == null ? 0 : failures.count();
    }

    synchronized void failed(String key) {
        long now = nanos.getAsLong();
        forgetQuiet(now);
        Failures before = known.remove(key);
        int count = before == null ? 1 : before.count() + 1;
        known.put(key, new Failures(count, now + pause(count).toNanos(), now, false));
        if (known.size() > MOST) {
            known.pollFirstEntry();
        }
    }

    synchronized void succeeded(String key) {
        known.remove(key);
    }

    /// Whether this is the first time since the last wrong password that a key was made to wait.
    synchronized boolean isFirstRefusal(String key) {
        Failures failures = known.get(key);
        if (failures == null || failures.told()) {
            return false;
        }
        known.replace(key, new Failures(failures.count(), failures.until(), failures.last(), true));
        return true;
    }

    private Duration pause(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(count - free, LARGEST_SHIFT));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /// The map is in the order of the last failures.
    private void forgetQuiet(long now) {
        for (Map.Entry<String, Failures> eldest = known.firstEntry();
                eldest != null && now - eldest.getValue().last() > QUIET.toNanos();
                eldest = known.firstEntry()) {
            known.pollFirstEntry();
        }
    }

    private record Failures(int count, long until, long last, boolean told) {}
}
