package io.omnihub.errand;

import java.time.Duration;
import java.util.List;

/// When an errand that failed is done again, and when it is given up.
///
/// @param pauses   how long it rests after each failed attempt
/// @param jitter   the part of a pause by which it is made longer or shorter at random
/// @param attempts after so many it is given up
/// @param giveUp   after so long it is given up
/// @param faults   after so many faults of ours, or attempts without any outcome, it is given up
public record Retries(Pauses pauses, double jitter, int attempts, Duration giveUp, int faults) {

    /// @param first   the pause after the first failed attempt
    /// @param factor  by which each further pause is longer
    /// @param longest the longest pause
    public Retries(
            Duration first, double factor, Duration longest, double jitter, int attempts, Duration giveUp, int faults) {
        this(
                tries -> {
                    double plain = first.toMillis() * Math.pow(factor, tries - 1.0);
                    return Duration.ofMillis(Math.round(Math.min(plain, (double) longest.toMillis())));
                },
                jitter,
                attempts,
                giveUp,
                faults);
    }

    /// With pauses that are told one by one, after the last of which it is given up.
    public Retries(List<Duration> pauses, double jitter, Duration giveUp, int faults) {
        this(tries -> pauses.get(Math.min(tries, pauses.size()) - 1), jitter, pauses.size() + 1, giveUp, faults);
    }

    /// The pause before the next attempt.
    ///
    /// @param tries  attempts so far, from 1
    /// @param chance a random number from 0 to 1
    Duration pause(int tries, double chance) {
        return Duration.ofMillis(Math.round(pauses.after(tries).toMillis() * (1 + jitter * (2 * chance - 1))));
    }

    /// How long to rest.
    @FunctionalInterface
    public interface Pauses {

        /// @param tries attempts so far, from 1
        Duration after(int tries);
    }
}
