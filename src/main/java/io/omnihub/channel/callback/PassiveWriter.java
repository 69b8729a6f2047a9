package io.omnihub.channel.callback;

import io.omnihub.message.OutboundMessage;
import java.time.Duration;
import java.util.Optional;

/// Writes a message to a contact into the answer to a call of the platform's.
public interface PassiveWriter {

    /// How long the call may be held open for a message, counted from its begin; zero where the platform would show
    /// none.
    Duration longest(Callback callback);

    /// The external thread or user id of the conversation that the call belongs to.
    String thread(Callback callback);

    /// @return empty where the message does not fit into an answer
    Optional<CallbackAnswer> write(Callback callback, OutboundMessage message);

    /// The answer to a call in which there is no message for the contact.
    ///
    /// @return empty for the channel's usual one
    default Optional<CallbackAnswer> unanswered(Callback callback) {
        return Optional.empty();
    }
}
