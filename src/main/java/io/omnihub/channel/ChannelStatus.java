package io.omnihub.channel;

import java.time.Instant;

/// How an inbox does, for the desk and for operators.
///
/// @param reason   one stable word
/// @param sentence what is to be mended, in one plain sentence; empty while all is well
public record ChannelStatus(State state, Reason reason, String sentence, Instant since) {

    static final ChannelStatus UNKNOWN = new ChannelStatus(State.UNKNOWN, Reason.NONE, "", Instant.EPOCH);

    /// Whether an inbox works.
    public enum State {
        /// Nothing was asked of it yet.
        UNKNOWN,
        ONLINE,
        /// Something of it fails, and is tried again.
        DEGRADED,
        /// Nothing goes out through it until somebody mends what the sentence says.
        OFFLINE
    }

    /// Why it does not work as it should.
    public enum Reason {
        NONE,
        /// The platform does not take our secrets or tokens.
        CREDENTIALS,
        /// The platform does not take calls from our address.
        ADDRESS,
        /// The account lacks a right that we need.
        PERMISSION,
        /// The platform has closed the account, or has not opened it.
        CLOSED,
        /// The platform can't be reached, or does not answer as it should.
        UNREACHABLE,
        /// The platform wants to be called less often.
        RATE_LIMITED,
        /// The last message could not be sent.
        DELIVERY,
        /// The last file that a customer sent could not be fetched.
        FETCH,
        /// The route that sends failed by a fault of its own, or of the hub.
        ROUTE
    }

    boolean says(State other, Reason why, String words) {
        return state == other && reason == why && sentence.equals(words);
    }

    ChannelStatus worse(ChannelStatus other) {
        return other.state.compareTo(state) > 0 ? other : this;
    }
}
