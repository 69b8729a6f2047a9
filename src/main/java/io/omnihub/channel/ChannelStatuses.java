package io.omnihub.channel;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The status of every inbox: connectors set it, the desk and the health check read it.
public final class ChannelStatuses {

    private final Map<Address, ChannelStatus> statuses = new ConcurrentHashMap<>();
    private final Clock clock;

    public ChannelStatuses(Clock clock) {
        this.clock = clock;
    }

    public void online(TenantId tenant, InboxId inbox) {
        set(tenant, inbox, ChannelStatus.State.ONLINE, "");
    }

    /// @param reason one plain sentence that tells an operator what to mend
    public void offline(TenantId tenant, InboxId inbox, String reason) {
        set(tenant, inbox, ChannelStatus.State.OFFLINE, reason);
    }

    public ChannelStatus of(TenantId tenant, InboxId inbox) {
        return statuses.getOrDefault(
                new Address(tenant, inbox), new ChannelStatus(ChannelStatus.State.UNKNOWN, "", Instant.EPOCH));
    }

    private void set(TenantId tenant, InboxId inbox, ChannelStatus.State state, String reason) {
        statuses.compute(new Address(tenant, inbox), (_, old) -> {
            boolean same = old != null && old.state() == state && old.reason().equals(reason);
            return same ? old : new ChannelStatus(state, reason, clock.instant());
        });
    }

    private record Address(TenantId tenant, InboxId inbox) {}
}
