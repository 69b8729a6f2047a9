package io.omnihub.channel.callback;

import io.omnihub.channel.ChannelInbox;

/// What a call turned out to be.
public sealed interface Proved {

    /// A message of the platform's to one of our inboxes.
    ///
    /// @param raw its bytes, decrypted
    @SuppressWarnings("ArrayRecordComponent")
    record Genuine(ChannelInbox<?> inbox, byte[] raw) implements Proved {}

    /// A call that bears no message, answered already: the platform makes sure that the address is ours.
    record Answered(CallbackAnswer answer) implements Proved {}
}
