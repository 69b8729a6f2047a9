package io.omnihub.delivery;

import io.omnihub.errand.ErrandKind;
import io.omnihub.errand.Retries;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How deliveries are tried again.
///
/// @param firstRetry   the pause after the first failed attempt
/// @param factor       by which each further pause is longer
/// @param longestRetry the longest pause
/// @param jitter       the part of a pause by which it is made longer or shorter at random
/// @param attempts     after so many attempts a delivery is given up
/// @param giveUp       after so long it is given up
/// @param faults       after so many faults of ours, or attempts without any outcome, it is given up
/// @param claim        how long a node may take for one attempt before another one takes it up
/// @param poll         how often the ledger is looked at, at the least, for what other nodes wrote
@ConfigurationProperties("omnihub.delivery")
public record DeliveryProperties(
        @DefaultValue("5s") Duration firstRetry,
        @DefaultValue("3") double factor,
        @DefaultValue("1h") Duration longestRetry,
        @DefaultValue("0.2") double jitter,
        @DefaultValue("20") int attempts,
        @DefaultValue("48h") Duration giveUp,
        @DefaultValue("5") int faults,
        @DefaultValue("2m") Duration claim,
        @DefaultValue("10s") Duration poll) {

    public DeliveryProperties {
        check("first-retry", firstRetry.isPositive(), "must be positive");
        check("factor", factor >= 1, "must be at least 1");
        check("longest-retry", longestRetry.compareTo(firstRetry) >= 0, "must not be below first-retry");
        check("jitter", jitter >= 0 && jitter < 1, "must be at least 0 and below 1");
        check("attempts", attempts >= 1, "must be at least 1");
        check("give-up", giveUp.isPositive(), "must be positive");
        check("faults", faults >= 1, "must be at least 1");
        check("claim", claim.compareTo(Duration.ofSeconds(1)) >= 0, "must be at least 1s");
        check("poll", poll.isPositive(), "must be positive");
    }

    ErrandKind errands() {
        Retries retries = new Retries(firstRetry, factor, longestRetry, jitter, attempts, giveUp, faults);
        return new ErrandKind("delivery", true, retries, claim, poll, true, true, "no route took it in time");
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.delivery." + name + " " + problem);
        }
    }
}
