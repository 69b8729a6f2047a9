package io.omnihub.identity;

import io.omnihub.message.TenantId;

/// Published on the node where a login ended before its time: by logout, or because its account was disabled or got
/// another role or password. Other nodes ask [Logins#alive].
///
/// @param session the id of its [LoginSession]
public record LoginEnded(TenantId tenant, String account, String session) {}
