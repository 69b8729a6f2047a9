package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.time.Instant;

/// A person who works with the hub.
///
/// @param name        unique in the tenant
/// @param displayName to show; empty where it is the name
/// @param disabled    may not log in
/// @param generated   still has the password that the hub made
public record Account(
        TenantId tenant,
        String name,
        String displayName,
        Role role,
        boolean disabled,
        boolean generated,
        Instant createdAt) {}
