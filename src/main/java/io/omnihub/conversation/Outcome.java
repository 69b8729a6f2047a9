package io.omnihub.conversation;

import io.omnihub.message.ConversationId;

/// What the engine did with an inbound event.
public sealed interface Outcome extends Taken {

    /// It stands in the log.
    ///
    /// @param sequence  of the first entry it made
    /// @param duplicate whether it stood there already; then this is the first result
    record Stored(ConversationId conversation, long sequence, boolean duplicate) implements Outcome {}

    /// What it speaks of isn't known yet; it is stored and joins when that arrives.
    record Waiting() implements Outcome {}

    /// It was checked and refused; nothing was stored.
    ///
    /// @param detail one sentence for the sender
    record Refused(Reason reason, String detail) implements Outcome {}

    /// It could not be processed and lies among the dead letters.
    record Dead(String reason) implements Outcome {}

    /// Why an event is refused.
    enum Reason {
        /// Its key is known with another body.
        KEY_CONFLICT,
        /// The session has moved on since the command was made.
        STALE,
        /// The session's status does not allow it.
        WRONG_STATUS,
        /// There is no such conversation, message or inbox.
        UNKNOWN,
        /// The channel can't send this content.
        NOT_CAPABLE,
        /// The channel takes no reply until the contact says something again.
        WINDOW_CLOSED,
        /// Whoever wishes it may not.
        FORBIDDEN
    }
}
