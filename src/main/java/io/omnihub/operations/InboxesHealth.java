package io.omnihub.operations;

import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatus.State;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Holds;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.identity.Caller;
import io.omnihub.identity.Callers;
import io.omnihub.message.TenantId;
import io.omnihub.web.Params;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Names the inboxes that do not work as they should, and those that are held. A platform that is away is no illness of
/// the hub, which would not be mended by taking its node out of service.
final class InboxesHealth implements HealthIndicator {

    private final Inboxes inboxes;
    private final ChannelStatuses statuses;
    private final Holds holds;

    InboxesHealth(Inboxes inboxes, ChannelStatuses statuses, Holds holds) {
        this.inboxes = inboxes;
        this.statuses = statuses;
        this.holds = holds;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        Map<String, String> held = new TreeMap<>();
        Map<String, String> ill = new TreeMap<>();
        // Nobody is told of another tenant's.
        TenantId tenant = Callers.current().map(Caller::tenant).orElse(null);
        for (Inbox inbox : inboxes.all()) {
            if (!inbox.tenant().equals(tenant)) {
                continue;
            }
            String name = inbox.id().value();
            ChannelStatus status = statuses.of(inbox.tenant(), inbox.id());
            if (status.state() == State.DEGRADED || status.state() == State.OFFLINE) {
                ill.put(
                        name,
                        Params.name(status.state()) + ", " + Params.name(status.reason()) + ": " + status.sentence());
            }
            holds.of(inbox.tenant(), inbox.channel(), inbox.id())
                    .ifPresent(hold -> held.put(name, Params.name(hold.mode())));
        }
        return health.withDetails(Map.of("ill", ill, "held", held)).build();
    }
}
