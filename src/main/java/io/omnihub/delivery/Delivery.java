package io.omnihub.delivery;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.List;

/// One message on its way to a contact, as the ledger has it.
///
/// @param thread        the external thread or user id it goes to
/// @param attempts      how often it was taken up, over all replays
/// @param nextAttemptAt when it is tried next; of a claimed one, when the claim ends
/// @param maybeRepeated whether the contact may have got it more than once, or got it although it failed
/// @param externalIds   the platform's ids of what it took so far, one for each of its messages; it may give none
/// @param code          the platform's error code of the last failure; empty where there was none
/// @param reason        why the last attempt failed, in words; empty where none did
/// @param replays       how often a person had it tried again after it had ended
public record Delivery(
        DeliveryId id,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        String thread,
        State state,
        int attempts,
        Instant nextAttemptAt,
        boolean maybeRepeated,
        List<String> externalIds,
        String code,
        String reason,
        int replays,
        Instant createdAt,
        Instant changedAt) {

    public Delivery {
        externalIds = List.copyOf(externalIds);
    }

    /// The platform's id of the message, or of the first one that it made of it; empty where it gave none.
    public String externalId() {
        return externalIds.isEmpty() ? "" : externalIds.getFirst();
    }

    /// How far a delivery has come.
    public enum State {
        /// Waits for its first or its next attempt.
        PENDING,
        /// A node is sending it.
        CLAIMED,
        /// The platform took it.
        SENT,
        /// It reached the contact's device.
        DELIVERED,
        /// The contact read it.
        READ,
        /// The platform refused it, or told later that it will not arrive.
        FAILED,
        /// The hub gave it up.
        DEAD,
        /// Of a later version.
        UNKNOWN
    }
}
