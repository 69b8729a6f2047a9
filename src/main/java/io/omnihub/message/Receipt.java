package io.omnihub.message;

import java.util.List;
import java.util.stream.Stream;

/// The platform's word on a message of ours.
///
/// @param target        the message
/// @param externalId    the platform's id of the message, learnt with the receipt; empty where none was
/// @param moreExternalIds its further ids, where the platform took it as several messages; any of them names it
/// @param code          the platform's error code; empty where there is none
/// @param reason        why it failed, in words; empty where it did not
/// @param maybeRepeated whether an attempt may have reached the contact without our knowing: the message may have come
///                      twice, or come although it failed
public record Receipt(
        MessageRef target,
        State state,
        String externalId,
        List<String> moreExternalIds,
        String code,
        String reason,
        boolean maybeRepeated)
        implements Body, Change {

    private static final int MOST_IDS = 1_000;

    /// A receipt without a doubt.
    public Receipt(MessageRef target, State state, String externalId, String code, String reason) {
        this(target, state, externalId, List.of(), code, reason, false);
    }

    public Receipt {
        Check.optionalId("externalId", externalId);
        moreExternalIds = Check.ids("moreExternalIds", moreExternalIds, MOST_IDS);
        Check.optionalId("code", code);
        Check.text("reason", reason);
    }

    /// All ids by which the platform knows the message.
    public List<String> externalIds() {
        return Stream.concat(Stream.of(externalId), moreExternalIds.stream())
                .filter(id -> !id.isEmpty())
                .toList();
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
