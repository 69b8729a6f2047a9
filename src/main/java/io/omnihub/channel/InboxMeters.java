package io.omnihub.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/// What Prometheus hears of inboxes: 1 online, 0 offline, no number while nobody knows.
final class InboxMeters implements MeterBinder {

    private final Inboxes inboxes;
    private final ChannelStatuses statuses;

    InboxMeters(Inboxes inboxes, ChannelStatuses statuses) {
        this.inboxes = inboxes;
        this.statuses = statuses;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        MultiGauge online = MultiGauge.builder("omnihub.inbox.online")
                .description("Whether an inbox works")
                .register(registry);
        inboxes.follow(all -> online.register(
                all.stream()
                        .filter(inbox -> !inbox.live())
                        .map(inbox -> MultiGauge.Row.of(tags(inbox), inbox, this::state))
                        .toList(),
                true));
    }

    private static Tags tags(Inbox inbox) {
        return Tags.of(
                "tenant",
                inbox.tenant().value(),
                "channel",
                inbox.channel().value(),
                "inbox",
                inbox.id().value());
    }

    private double state(Inbox inbox) {
        return switch (statuses.of(inbox.tenant(), inbox.id()).state()) {
            case ONLINE -> 1;
            case OFFLINE -> 0;
            case UNKNOWN -> Double.NaN;
        };
    }
}
