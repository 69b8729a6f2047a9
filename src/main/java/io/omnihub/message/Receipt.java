package io.omnihub.message;

/// The platform's word on a message of ours.
///
/// @param target        the message
/// @param externalId    the platform's id of the message, learnt with the receipt; empty where none was
/// @param code          the platform's error code; empty where there is none
/// @param reason        why it failed, in words; empty where it did not
/// @param maybeRepeated whether an attempt may have reached the contact without our knowing: the message may have come
///                      twice, or come although it failed
public record Receipt(
        MessageRef target, State state, String externalId, String code, String reason, boolean maybeRepeated)
        implements Body, Change {

    /// A receipt without a doubt.
    public Receipt(MessageRef target, State state, String externalId, String code, String reason) {
        this(target, state, externalId, code, reason, false);
    }

    public Receipt {
        Check.optionalId("externalId", externalId);
        Check.optionalId("code", code);
        Check.text("reason", reason);
    }

    /// How far a message of ours came.
    public enum State {
        /// The platform took it.
        ACCEPTED,
        /// It reached the contact's device.
        DELIVERED,
        /// The contact read it.
        READ,
        /// It will not arrive.
        FAILED
    }
}
