package io.omnihub.errand;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Instant;

/// Something to be done outside, as the ledger has it.
///
/// @param target        whom it asks, such as a channel: one that hangs takes no place of another's
/// @param inbox         the inbox that it is about
/// @param payload       what its handler needs, in the kind's own form
/// @param state         [#PENDING], [#CLAIMED], or how it ended: [#DONE], [#FAILED], [#DEAD], and what its kind makes
///                      of these later
/// @param attempt       the last one; it counts every claim and never goes back
/// @param countedFrom   the attempts that count for giving up are those after this one
/// @param faults        attempts that ended by a fault of ours or without any outcome
/// @param nextAttemptAt when it is due; of a claimed one, when the claim ends
/// @param maybeRepeated whether it may have been done more than once, or done although it failed
/// @param result        what came of it, in the kind's own form; empty where nothing did
/// @param code          the error code of the last failure; empty where there was none
/// @param reason        why the last attempt failed, in words; empty where none did
/// @param replays       how often a person had it done again after it had ended
/// @param plan          what its first attempt settled for all later ones, in the kind's own form; empty where none
///                      has
public record Errand(
        ErrandId id,
        TenantId tenant,
        String target,
        InboxId inbox,
        String payload,
        String state,
        int attempt,
        int countedFrom,
        int faults,
        Instant nextAttemptAt,
        Instant giveUpAt,
        boolean maybeRepeated,
        String result,
        String code,
        String reason,
        int replays,
        Instant createdAt,
        Instant changedAt,
        String plan) {

    /// Waits for its first or its next attempt.
    public static final String PENDING = "pending";

    /// A node does it.
    public static final String CLAIMED = "claimed";

    /// It was done.
    public static final String DONE = "done";

    /// It was refused for good.
    public static final String FAILED = "failed";

    /// The hub gave it up.
    public static final String DEAD = "dead";

    /// The attempt that was claimed last.
    public Attempt lastAttempt() {
        return new Attempt(id, tenant, target, attempt);
    }

    boolean isClaimed() {
        return state.equals(CLAIMED);
    }
}
