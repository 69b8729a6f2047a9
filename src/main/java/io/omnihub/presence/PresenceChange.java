package io.omnihub.presence;

import io.omnihub.message.TenantId;
import io.omnihub.wire.Presence;

/// Somebody came, went, or is another thing than before.
public sealed interface PresenceChange {

    TenantId tenant();

    /// What an agent's connections to this node say, all together: for the other nodes. Told again now and then.
    record Here(TenantId tenant, String account, Presence state) implements PresenceChange {}

    /// What an agent is, by all connections to all nodes.
    record Agent(TenantId tenant, String account, Presence state) implements PresenceChange {}

    /// Whether any agent is there.
    record Staffed(TenantId tenant, boolean staffed) implements PresenceChange {}
}
