package io.omnihub.webhook;

import io.omnihub.errand.ErrandKind;
import io.omnihub.errand.Retries;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How business systems are told of events.
///
/// @param most           how many subscriptions a tenant may have
/// @param concurrency    how many webhooks a node sends at once to each of them
/// @param timeout        how long one may take for its whole answer
/// @param retries        the pauses after failed attempts, as the Standard Webhooks propose; after the last it is given
///                       up
/// @param jitter         the part of a pause by which it is made longer or shorter at random
/// @param switchOffAfter one that has failed for so long, without any success, is told of nothing more
/// @param claim          how long a node may take for one attempt before another one takes it up
/// @param poll           how often it is looked, at the least, for what other nodes wrote
/// @param retention      how long deliveries and their attempts are kept after their end
@ConfigurationProperties("omnihub.webhooks")
record WebhookProperties(
        @DefaultValue("50") int most,
        @DefaultValue("8") int concurrency,
        @DefaultValue("15s") Duration timeout,

        @DefaultValue("5s,5m,30m,2h,5h,10h,14h,20h,24h") List<Duration> retries,

        @DefaultValue("0.1") double jitter,
        @DefaultValue("5d") Duration switchOffAfter,
        @DefaultValue("1m") Duration claim,
        @DefaultValue("10s") Duration poll,
        @DefaultValue("7d") Duration retention) {

    /// The name of the kind of errands, and of the reader of the log.
    static final String KIND = "webhook";

    private static final int FAULTS = 5;

    WebhookProperties {
        retries = List.copyOf(retries);
        check("most", most >= 1 && most <= 1_000, "must be between 1 and 1000");
        check("concurrency", concurrency >= 1 && concurrency <= 100, "must be between 1 and 100");
        check("timeout", timeout.isPositive(), "must be positive");
        check("retries", !retries.isEmpty() && retries.stream().allMatch(Duration::isPositive), "must be positive");
        check("jitter", jitter >= 0 && jitter < 1, "must be at least 0 and below 1");
        check("switch-off-after", switchOffAfter.isPositive(), "must be positive");
        check("claim", claim.compareTo(timeout.multipliedBy(2)) >= 0, "must be at least twice the timeout");
        check("poll", poll.isPositive(), "must be positive");
        check("retention", retention.compareTo(Duration.ofHours(1)) >= 0, "must be at least 1h");
    }

    ErrandKind errands() {
        Duration all = retries.stream().reduce(Duration.ZERO, Duration::plus);
        // One that waits its turn has as much time again.
        Duration giveUp = all.multipliedBy(2).plusDays(1);
        return new ErrandKind(
                KIND,
                true,
                new Retries(retries, jitter, giveUp, FAULTS),
                claim,
                poll,
                false,
                false,
                "those before it took too long");
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.webhooks." + name + " " + problem);
        }
    }
}
