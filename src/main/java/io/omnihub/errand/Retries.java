package io.omnihub.errand;

import java.time.Duration;

/// When an errand that failed is done again, and when it is given up.
///
/// @param first    the pause after the first failed attempt
/// @param factor   by which each further pause is longer
/// @param longest  the longest pause
/// @param jitter   the part of a pause by which it is made longer or shorter at random
/// @param attempts after so many it is given up
/// @param giveUp   after so long it is given up
/// @param faults   after so many faults of ours, or attempts without any outcome, it is given up
public record Retries(
        Duration first, double factor, Duration longest, double jitter, int attempts, Duration giveUp, int faults) {

    /// The pause before the next attempt.
    ///
    /// @param tries  attempts so far, from 1
    /// @param chance a random number from 0 to 1
    Duration pause(int tries, double chance) {
        double plain = first.toMillis() * Math.pow(factor, tries - 1.0);
        double capped = Math.min(plain, (double) longest.toMillis());
        return Duration.ofMillis(Math.round(capped * (1 + jitter * (2 * chance - 1))));
    }
}
