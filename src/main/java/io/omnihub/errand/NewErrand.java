package io.omnihub.errand;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;

/// Something that is to be done outside.
///
/// @param target  whom it asks, such as a channel
/// @param inbox   the inbox that it is about
/// @param payload what its handler needs, in the kind's own form
public record NewErrand(ErrandId id, TenantId tenant, String target, InboxId inbox, String payload) {}
