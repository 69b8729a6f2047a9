package io.omnihub.channel.send;

import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import java.time.Duration;
import java.util.List;

/// Where the calls stand that were made for a delivery. Whoever gives deliveries out keeps it.
public interface CallLedger {

    /// Records a call, before the next one is made. It returns when the record is durable.
    ///
    /// @param made          the calls so far; the last one is new
    /// @param maybeRepeated whether an earlier try of the last one, within this attempt, may have been taken too
    /// @param keysKnownFor  as the channel's sender says it
    /// @throws io.omnihub.channel.ChannelUnavailableException where the delivery is no longer this node's to send
    void record(OutboundMessage message, List<PlatformCall> made, boolean maybeRepeated, Duration keysKnownFor);
}
