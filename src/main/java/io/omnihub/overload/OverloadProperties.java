package io.omnihub.overload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When the hub gives something up.
///
/// @param enabled  whether it does so by itself
/// @param queued   events that wait for the engine of a partition, at which the pressure is 1
/// @param waiting   how long the first of them has waited
/// @param heap     the share of the heap that is in use after a collection
/// @param buffered events that lie in the buffer
/// @param after    how long the pressure must last before anything is given up
/// @param calm     how long it must be over before the last step comes back
/// @param at       the pressure at which each step is given up
@ConfigurationProperties("omnihub.overload")
public record OverloadProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("20000") int queued,
        @DefaultValue("1500ms") Duration waiting,
        @DefaultValue("0.95") double heap,
        @DefaultValue("500000") long buffered,
        @DefaultValue("2s") Duration after,
        @DefaultValue("5s") Duration calm,
        @DefaultValue At at) {

    public OverloadProperties {
        check("queued", queued >= 1, "must be at least 1");
        check("waiting", waiting.isPositive(), "must be positive");
        check("heap", heap > 0 && heap <= 1, "must be above 0 and 1 at most");
        check("buffered", buffered >= 1, "must be at least 1");
        check("after", !after.isNegative(), "must not be negative");
        check("calm", !calm.isNegative(), "must not be negative");
    }

    /// The pressure at which each step is given up.
    public record At(
            @DefaultValue("0.5") double typing,
            @DefaultValue("0.6") double reads,
            @DefaultValue("0.75") double lists,
            @DefaultValue("0.9") double visitors) {

        public At {
            check("at.typing", typing > 0, "must be positive");
            check("at.reads", reads >= typing, "must not be below omnihub.overload.at.typing");
            check("at.lists", lists >= reads, "must not be below omnihub.overload.at.reads");
            check("at.visitors", visitors >= lists, "must not be below omnihub.overload.at.lists");
        }

        double[] inOrder() {
            return new double[] {typing, reads, lists, visitors};
        }
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.overload." + name + " " + problem);
        }
    }
}
