package io.omnihub.channel;

import java.time.Duration;

/// What the settings of every channel's accounts have, beside what is the platform's own.
public interface ChannelAccount {

    /// The tenant whose account it is.
    String tenant();

    /// The name to show; empty for the inbox's id.
    String name();

    /// A message within this time after a session ended reopens it.
    Duration reopenWindow();

    /// Most messages sent in a second.
    int sendsPerSecond();

    /// What may be sent through it: what the channel can do, with the account's own limits.
    default Capabilities limited(Capabilities channel) {
        return channel;
    }

    /// Fails where a setting can't work.
    ///
    /// @param prefix what comes before the settings' names, to name the wrong one by [#require]
    void check(String prefix);

    /// @throws IllegalArgumentException where it does not hold
    static void require(boolean holds, String property, String what) {
        if (!holds) {
            throw new IllegalArgumentException(property + " " + what);
        }
    }
}
