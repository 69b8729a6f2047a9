package io.omnihub.desk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/// Bounds how often each of the many who need no login may call.
final class RequestRates {

    private static final int BURST = 60;
    private static final long NANOS_EACH = 500_000_000;
    private static final int MOST_KNOWN = 20_000;

    private final LongSupplier nanos;

    /// When the last call of each would have been due, had they come evenly; the longest silent first.
    private final Map<String, Long> due = new LinkedHashMap<>();

    /// @param nanos a clock that never jumps
    RequestRates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Counts a call.
    ///
    /// @throws ProblemException where there were too many
    synchronized void take(String who) {
        long now = nanos.getAsLong();
        due.entrySet().removeIf(entry -> due.size() > MOST_KNOWN && entry.getValue() - now <= 0);
        Long last = due.remove(who);
        long next = (last == null || last - now < 0 ? now : last) + NANOS_EACH;
        boolean tooMany = next - now > BURST * NANOS_EACH;
        due.put(who, tooMany && last != null ? last : next);
        if (tooMany) {
            throw new ProblemException(HttpStatus.TOO_MANY_REQUESTS, null, "Too many requests; wait a little.", "");
        }
    }
}
