package io.omnihub.channel;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/// What holds an inbox, as it is shown.
///
/// @param state    paused; draining while something is under way; then drained
/// @param channel  whether all of the channel is held
/// @param who      wanted it
/// @param underWay how many messages and fetches were begun and have not ended, on all nodes
/// @param waiting  how many wait until it goes on
public record HoldView(
        @Schema(allowableValues = {"paused", "draining", "drained"})
        String state,

        boolean channel,
        String who,
        Instant since,
        long underWay,
        long waiting) {

    static HoldView of(Hold hold, Holds holds) {
        long underWay = holds.underWay(hold);
        String state = hold.mode() == Hold.Mode.PAUSE ? "paused" : underWay > 0 ? "draining" : "drained";
        return new HoldView(state, hold.inbox() == null, hold.who(), hold.since(), underWay, holds.waiting(hold));
    }
}
