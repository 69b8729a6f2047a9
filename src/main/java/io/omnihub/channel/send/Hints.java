package io.omnihub.channel.send;

import io.omnihub.message.Outbound;

/// Takes what a contact may be shown and need not be: that somebody types, that somebody has read. It waits for
/// nothing, and what can't be shown soon is dropped.
@FunctionalInterface
public interface Hints {

    /// Where no channel shows any.
    Hints NONE = _ -> {};

    void give(Outbound hint);
}
