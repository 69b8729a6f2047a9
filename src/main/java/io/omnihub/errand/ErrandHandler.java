package io.omnihub.errand;

/// Does the errands of a kind.
@FunctionalInterface
public interface ErrandHandler {

    /// Makes one attempt, outside of any transaction. One that is refused for good throws
    /// [io.omnihub.channel.ChannelRejectedException]. One that may succeed later throws
    /// [io.omnihub.channel.ChannelUnavailableException] or an [io.omnihub.loop.Outage].
    /// Whatever else it throws is a fault of ours.
    ///
    /// @return what came of it, in the kind's own form
    String run(Errand errand);
}
