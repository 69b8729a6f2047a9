package io.omnihub.channel;

import java.time.Instant;

/// How an inbox does, for the desk.
///
/// @param reason one plain sentence; empty while all is well
public record ChannelStatus(State state, String reason, Instant since) {

    /// Whether an inbox works.
    public enum State {
        ONLINE,
        OFFLINE,
        UNKNOWN
    }
}
