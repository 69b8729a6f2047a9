package io.omnihub.errand;

import java.util.function.Consumer;

/// Does the errands of a kind.
@FunctionalInterface
public interface ErrandHandler {

    /// Makes one attempt, outside of any transaction. One that is refused for good throws
    /// [io.omnihub.channel.ChannelRejectedException]. One that may succeed later throws
    /// [io.omnihub.channel.ChannelUnavailableException] or an [io.omnihub.loop.Outage].
    /// Whatever else it throws is a fault of ours.
    ///
    /// @param alongside takes what is to be written with the outcome, whatever that is; the last one counts
    /// @return what came of it, in the kind's own form
    String run(Errand errand, Consumer<Alongside> alongside);
}
