package io.omnihub.channel;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What holds an inbox, as it is shown.
///
/// @param state    paused; draining while something is under way, or where that was not counted; then drained
/// @param channel  whether all of the channel is held
/// @param who      wanted it
/// @param underWay how many messages and fetches were begun and have not ended, on all nodes; null where not counted
/// @param waiting  how many wait until it goes on; null where not counted
public record HoldView(
        @Schema(allowableValues = {"paused", "draining", "drained"})
        String state,

        boolean channel,
        String who,
        Instant since,
        @Nullable Long underWay,
        @Nullable Long waiting) {

    /// @param channel whether all of the channel is held
    /// @param counts  null for those who don't need them
    static HoldView of(Hold hold, boolean channel, @Nullable HeldCounts counts) {
        Long underWay = counts == null ? null : counts.underWay(hold);
        Long waiting = counts == null ? null : counts.waiting(hold);
        String state =
                hold.mode() == Hold.Mode.PAUSE ? "paused" : underWay == null || underWay > 0 ? "draining" : "drained";
        return new HoldView(state, channel, hold.who(), hold.since(), underWay, waiting);
    }
}
