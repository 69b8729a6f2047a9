package io.omnihub.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.omnihub.channel.ChannelStatus.State;
import io.omnihub.web.Params;
import java.util.Collection;
import java.util.stream.Stream;

/// What Prometheus hears of inboxes: of each and each state 1 where it is in it, else 0; and whether it is held.
final class InboxMeters implements MeterBinder {

    private final Inboxes inboxes;
    private final ChannelStatuses statuses;
    private final Holds holds;

    InboxMeters(Inboxes inboxes, ChannelStatuses statuses, Holds holds) {
        this.inboxes = inboxes;
        this.statuses = statuses;
        this.holds = holds;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        MultiGauge state = MultiGauge.builder("omnihub.inbox.state")
                .description("1 for the state that an inbox is in, as this node knows it")
                .register(registry);
        MultiGauge held = MultiGauge.builder("omnihub.inbox.held")
                .description("Whether an inbox is paused or drained")
                .register(registry);
        inboxes.follow(all -> {
            state.register(
                    platforms(all)
                            .flatMap(inbox -> Stream.of(State.values()).map(each -> row(inbox, each)))
                            .toList(),
                    true);
            held.register(
                    platforms(all)
                            .map(inbox -> MultiGauge.Row.of(tags(inbox), inbox, this::held))
                            .toList(),
                    true);
        });
    }

    private static Stream<Inbox> platforms(Collection<Inbox> all) {
        return all.stream().filter(inbox -> !inbox.live());
    }

    private MultiGauge.Row<Inbox> row(Inbox inbox, State state) {
        return MultiGauge.Row.of(
                tags(inbox).and("state", Params.name(state)),
                inbox,
                each -> statuses.of(each.tenant(), each.id()).state() == state ? 1 : 0);
    }

    private double held(Inbox inbox) {
        return holds.of(inbox.tenant(), inbox.channel(), inbox.id()).isPresent() ? 1 : 0;
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
}
