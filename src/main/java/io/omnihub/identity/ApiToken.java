package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.time.Instant;

/// What a program has instead of an account. The token itself is nowhere; only its hash is stored.
///
/// @param name      unique in the tenant
/// @param createdBy the account or token that made it
public record ApiToken(String id, TenantId tenant, String name, Role role, String createdBy, Instant createdAt) {}
