package io.omnihub.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.omnihub.errand.Errands;
import io.omnihub.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// What Prometheus hears of webhooks that the hub has switched off, and of events that are still to be told. These are
/// counted once in a while, however often somebody asks.
final class WebhookMeters implements MeterBinder {

    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Subscriptions subscriptions;
    private final Errands errands;
    private final LongSupplier nanos;
    private double open = Double.NaN;
    private long countedAt;

    /// @param nanos a clock that never goes back
    WebhookMeters(Subscriptions subscriptions, Errands errands, LongSupplier nanos) {
        this.subscriptions = subscriptions;
        this.errands = errands;
        this.nanos = nanos;
        this.countedAt = nanos.getAsLong() - FRESH.toNanos();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("omnihub.webhook.open", this::open)
                .description("Events that webhooks are still to be told of")
                .register(registry);
        Gauge.builder("omnihub.webhook.off", this::off)
                .description("Webhooks that the hub has switched off, since they are gone or have failed for too long")
                .register(registry);
    }

    private double off() {
        return subscriptions.all().stream()
                .flatMap(List::stream)
                .filter(each -> each.state() == Subscription.State.GONE || each.state() == Subscription.State.FAILED)
                .count();
    }

    private synchronized double open() {
        long now = nanos.getAsLong();
        if (now - countedAt >= FRESH.toNanos()) {
            countedAt = now;
            try {
                open = errands.open().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
            } catch (DatabaseUnavailableException _) {
                open = Double.NaN;
            }
        }
        return open;
    }
}
