package io.omnihub.device;

import io.omnihub.errand.ErrandKind;
import io.omnihub.errand.Retries;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How devices of apps that are not open are woken.
///
/// @param grace       so long after something was said, and no earlier: an app that comes back meanwhile is not woken,
///                    and what is said meanwhile wakes it once
/// @param most        how many devices a visitor may have
/// @param forget      a device that was not registered again for so long is forgotten, and what an app told of itself
/// @param concurrency how many devices a node wakes at once through each inbox
/// @param retries     the pauses after failed attempts; after the last it is given up
/// @param jitter      the part of a pause by which it is made longer or shorter at random
/// @param claim       how long a node may take for one attempt before another one takes it up
/// @param poll        how often it is looked, at the least, for what other nodes wrote
@ConfigurationProperties("omnihub.push")
record PushProperties(
        @DefaultValue("3s") Duration grace,
        @DefaultValue("10") int most,
        @DefaultValue("90d") Duration forget,
        @DefaultValue("16") int concurrency,

        @DefaultValue("10s,1m,5m,15m,1h") List<Duration> retries,

        @DefaultValue("0.1") double jitter,
        @DefaultValue("2m") Duration claim,
        @DefaultValue("5s") Duration poll) {

    /// The name of the kind of errands, and of the reader of the log.
    static final String KIND = "push";

    private static final int FAULTS = 5;

    PushProperties {
        retries = List.copyOf(retries);
        check("grace", !grace.isNegative() && grace.compareTo(Duration.ofHours(1)) <= 0, "must be between 0s and 1h");
        check("most", most >= 1 && most <= 100, "must be between 1 and 100");
        check("forget", forget.compareTo(Duration.ofDays(1)) >= 0, "must be at least 1d");
        check("concurrency", concurrency >= 1 && concurrency <= 1_000, "must be between 1 and 1000");
        check("retries", !retries.isEmpty() && retries.stream().allMatch(Duration::isPositive), "must be positive");
        check("jitter", jitter >= 0 && jitter < 1, "must be at least 0 and below 1");
        check("claim", claim.compareTo(Duration.ofSeconds(30)) >= 0, "must be at least 30s");
        check("poll", poll.isPositive(), "must be positive");
    }

    ErrandKind errands() {
        Duration all = retries.stream().reduce(Duration.ZERO, Duration::plus);
        return new ErrandKind(
                KIND,
                true,
                new Retries(retries, jitter, all.multipliedBy(2).plusDays(1), FAULTS),
                claim,
                poll,
                false,
                false,
                "it could not be woken in time");
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.push." + name + " " + problem);
        }
    }
}
