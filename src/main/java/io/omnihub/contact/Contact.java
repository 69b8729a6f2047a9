package io.omnihub.contact;

import io.omnihub.message.ContactId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One person outside.
///
/// @param locale     BCP 47 language tag; empty where unknown
/// @param attributes further facts by name
/// @param identities where this person is known
public record Contact(
        ContactId id,
        TenantId tenant,
        String name,
        String locale,
        Map<String, String> attributes,
        Instant createdAt,
        List<Identity> identities) {

    /// A person's id in one inbox.
    public record Identity(InboxId inbox, String externalId) {}
}
