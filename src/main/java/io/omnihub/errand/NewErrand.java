package io.omnihub.errand;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;

/// Something that is to be done outside.
///
/// @param target  whom it asks, such as a channel
/// @param inbox   the inbox that it is about
/// @param payload what its handler needs, in the kind's own form
/// @param after   how long it rests before it is due
public record NewErrand(ErrandId id, TenantId tenant, String target, InboxId inbox, String payload, Duration after) {

    /// One that is due at once.
    public NewErrand(ErrandId id, TenantId tenant, String target, InboxId inbox, String payload) {
        this(id, tenant, target, inbox, payload, Duration.ZERO);
    }
}
