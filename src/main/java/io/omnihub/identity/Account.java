package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.time.Instant;

/// A person who works with the hub.
///
/// @param name unique in the tenant
public record Account(TenantId tenant, String name, Role role, Instant createdAt) {}
