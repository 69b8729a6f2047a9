package io.omnihub.media;

import io.omnihub.errand.ErrandKind;
import io.omnihub.errand.Retries;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How media are fetched from platforms.
///
/// @param concurrency  how many are fetched at once by a node from each channel
/// @param firstRetry   the pause after the first failed attempt; each further one is three times as long
/// @param longestRetry the longest pause
/// @param giveUp       after so long it is given up: platforms don't keep media for longer
/// @param faults       after so many faults of ours, or attempts without any outcome, it is given up
/// @param claim        how long a node may take for one attempt before another one takes it up
/// @param poll         how often it is looked, at the least, for what other nodes wrote
/// @param ffmpeg       the program that makes voices playable; empty for none
/// @param clamav       host and port of the daemon that looks for viruses in every file before it is stored; empty for
///                     none
/// @param linkValidFor how long the link to a file holds that a channel can't send
@ConfigurationProperties("omnihub.media")
public record MediaProperties(
        @DefaultValue("4") int concurrency,
        @DefaultValue("5s") Duration firstRetry,
        @DefaultValue("1h") Duration longestRetry,
        @DefaultValue("3d") Duration giveUp,
        @DefaultValue("5") int faults,
        @DefaultValue("10m") Duration claim,
        @DefaultValue("10s") Duration poll,
        @DefaultValue("") String ffmpeg,
        @DefaultValue("") String clamav,
        @DefaultValue("30d") Duration linkValidFor) {

    private static final int FACTOR = 3;

    public MediaProperties {
        check("concurrency", concurrency >= 1, "must be at least 1");
        check("first-retry", firstRetry.isPositive(), "must be positive");
        check("longest-retry", longestRetry.compareTo(firstRetry) >= 0, "must not be below first-retry");
        check("give-up", giveUp.isPositive(), "must be positive");
        check("faults", faults >= 1, "must be at least 1");
        check("claim", claim.isPositive(), "must be positive");
        check("poll", poll.isPositive(), "must be positive");
        check("link-valid-for", linkValidFor.isPositive(), "must be positive");
    }

    ErrandKind errands() {
        Retries retries = new Retries(firstRetry, FACTOR, longestRetry, 0, Integer.MAX_VALUE, giveUp, faults);
        return new ErrandKind("media", false, retries, claim, poll, false, false, "it was not fetched in time");
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.media." + name + " " + problem);
        }
    }
}
