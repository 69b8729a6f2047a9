package io.omnihub.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.errand.Alongside;
import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandHandler;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogReader;
import io.omnihub.loop.Latency;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.wire.CloudEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells a subscription of one event: one attempt. What became of it is written down with the outcome.
final class EventSending implements ErrandHandler {

    private final Subscriptions subscriptions;
    private final WebhookSender sender;
    private final Database database;
    private final LogReader log;
    private final LogEpoch epoch;
    private final Duration switchOffAfter;
    private final Timer taken;
    private final Timer refused;

    EventSending(
            Subscriptions subscriptions,
            WebhookSender sender,
            Database database,
            LogReader log,
            LogEpoch epoch,
            Duration switchOffAfter,
            MeterRegistry meters) {
        this.subscriptions = subscriptions;
        this.sender = sender;
        this.database = database;
        this.log = log;
        this.epoch = epoch;
        this.switchOffAfter = switchOffAfter;
        this.taken = timer(meters, "taken");
        this.refused = timer(meters, "failed");
    }

    private static Timer timer(MeterRegistry meters, String outcome) {
        return Latency.of("omnihub.webhook.attempts", "Attempts to tell business systems of events")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public String run(Errand errand, Consumer<Alongside> alongside) {
        Subscription subscription = on(errand)
                .or(() -> {
                    // Another node may have made it, or switched it on, just now.
                    subscriptions.refresh();
                    return on(errand);
                })
                .orElseThrow(() -> new ChannelRejectedException("off", "the webhook is switched off or deleted"));
        EventErrand event = EventErrand.of(errand.id());
        Entry entry = entry(errand, event);
        boolean isReadable = subscription.keys().areReadable();
        Attempted attempted = isReadable
                ? sender.send(
                        subscription,
                        CloudEvent.id(entry, epoch.known()),
                        CloudEvent.of(entry, epoch.known()).json())
                : sender.unsigned();
        if (isReadable) {
            (attempted.wasTaken() ? taken : refused).record(attempted.took());
        }
        alongside.accept(tx -> {
            Attempts.add(tx, subscription, event, errand.attempt(), attempted);
            subscriptions.note(tx, subscription, attempted, switchOffAfter);
        });
        if (attempted.wasTaken()) {
            return "";
        }
        if (attempted.isGone()) {
            throw new ChannelRejectedException(ChannelRejectedException.GONE, "it says that it is no more");
        }
        ChannelUnavailableException failed = isReadable && attempted.status() == 0
                ? new ChannelUnavailableException(attempted.told(), true, null)
                : ChannelUnavailableException.after(attempted.told(), attempted.retryAfter());
        throw failed.withCode(attempted.problem());
    }

    private Optional<Subscription> on(Errand errand) {
        return subscriptions.find(errand.tenant(), errand.target()).filter(Subscription::isOn);
    }

    private Entry entry(Errand errand, EventErrand event) {
        Entry entry = database.read(
                        Tenants.of(errand.tenant()),
                        tx -> log.find(tx, errand.tenant(), event.conversation(), event.sequence()))
                .orElseThrow(() -> new ChannelRejectedException("pruned", "the log has it no more"));
        if (entry.change() instanceof Erased
                && !errand.payload().equals(entry.kind().publicName())) {
            throw new ChannelRejectedException("erased", "it was erased");
        }
        return entry;
    }
}
