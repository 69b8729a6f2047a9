package io.omnihub.errand;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What this node is doing. An attempt may take longer than its claim, such as one that waits for an access token; the
/// node that makes it would only do the same a second time beside the first.
final class Underway {

    /// After so many claims an attempt is taken for lost: one that never tells its outcome must not keep the errand.
    private static final int CLAIMS = 3;

    private final Map<ErrandId, Claim> claims = new ConcurrentHashMap<>();
    private final Duration length;

    /// @param length of a claim
    Underway(Duration length) {
        this.length = length;
    }

    void begins(Errand claimed) {
        claims.put(claimed.id(), new Claim(claimed.attempt(), claimed.nextAttemptAt()));
    }

    /// Its claim lasts longer.
    void lasts(Attempt attempt, Instant end) {
        claims.computeIfPresent(
                attempt.id(), (_, claim) -> claim.isOf(attempt) ? new Claim(attempt.number(), end) : claim);
    }

    void ends(Attempt attempt) {
        claims.computeIfPresent(attempt.id(), (_, claim) -> claim.isOf(attempt) ? null : claim);
    }

    /// Whether an attempt at it is being made here, as far as is known.
    boolean has(ErrandId id, Instant now) {
        Claim claim = claims.get(id);
        return claim != null && !isLost(claim, now);
    }

    private boolean isLost(Claim claim, Instant now) {
        return !now.isBefore(claim.end().plus(length.multipliedBy(CLAIMS - 1L)));
    }

    /// How many attempts have outlived their claims and are not taken for lost.
    int overdue(Instant now) {
        claims.values().removeIf(claim -> isLost(claim, now));
        return (int) claims.values().stream()
                .filter(claim -> !now.isBefore(claim.end()))
                .count();
    }

    private record Claim(int attempt, Instant end) {

        boolean isOf(Attempt made) {
            return attempt == made.number();
        }
    }
}
