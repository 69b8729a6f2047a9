package io.omnihub.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Looks again and again, for a while.
final class Waiting {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    static String untilNotEmpty(String expected, Supplier<String> look) {
        return until(expected, look, seen -> !seen.isEmpty());
    }

    static <T> void untilEqual(T expected, Supplier<T> look) {
        until(String.valueOf(expected), look, expected::equals);
    }

    /// @throws CaseFailedException with what was seen last
    static <T> T until(String expected, Supplier<T> look, Predicate<T> wanted) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            T seen = look.get();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                throw new CaseFailedException(expected, seen);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
