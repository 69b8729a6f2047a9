package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a program has instead of an account. The token itself is nowhere; only its hash is stored.
///
/// @param name      unique in the tenant
/// @param createdBy the account or token that made it, with which it ends
/// @param expires   when it ends by itself; null for never
public record ApiToken(
        String id,
        TenantId tenant,
        String name,
        Role role,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expires) {

    /// Before the name of a token, where it stands beside names of accounts.
    static final String PROGRAM = "token:";

    /// The token in records of who did what.
    String who() {
        return PROGRAM + name;
    }
}
