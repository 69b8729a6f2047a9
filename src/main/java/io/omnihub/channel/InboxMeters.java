package io.omnihub.channel;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
        inboxes.all().stream()
                .filter(inbox -> !inbox.live())
                .forEach(inbox -> Gauge.builder("omnihub.inbox.online", () -> state(inbox))
                        .description("Whether an inbox works")
                        .tag("tenant", inbox.tenant().value())
                        .tag("channel", inbox.channel().value())
                        .tag("inbox", inbox.id().value())
                        .register(registry));
    }

    private double state(Inbox inbox) {
        return switch (statuses.of(inbox.tenant(), inbox.id()).state()) {
            case ONLINE -> 1;
            case OFFLINE -> 0;
            case UNKNOWN -> Double.NaN;
        };
    }
}
