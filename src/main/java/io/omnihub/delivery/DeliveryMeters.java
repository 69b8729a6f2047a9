package io.omnihub.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.omnihub.channel.Inboxes;
import io.omnihub.errand.Errands;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Tenants;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What Prometheus hears of what lies in the database: deliveries that have not ended, and dead letters. It is counted
/// once in a while, however often somebody asks.
final class DeliveryMeters implements MeterBinder {

    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Database database;
    private final Errands errands;
    private final Inboxes inboxes;
    private final LongSupplier nanos;
    private @Nullable Counts counts;

    /// @param nanos a clock that never goes back
    DeliveryMeters(Database database, Errands errands, Inboxes inboxes, LongSupplier nanos) {
        this.database = database;
        this.errands = errands;
        this.inboxes = inboxes;
        this.nanos = nanos;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        MultiGauge open = MultiGauge.builder("omnihub.delivery.open")
                .description("Deliveries that have not ended")
                .register(registry);
        inboxes.follow(all -> open.register(
                all.stream()
                        .filter(inbox -> !inbox.live())
                        .map(inbox -> inbox.channel().value())
                        .distinct()
                        .map(channel -> MultiGauge.Row.of(Tags.of("channel", channel), channel, this::pending))
                        .toList(),
                true));
        Gauge.builder("omnihub.deadletters", this::deadLetters)
                .description("Dead letters that nobody has had processed again")
                .register(registry);
    }

    private double pending(String channel) {
        Counts now = counts();
        return now == null ? Double.NaN : now.pending().getOrDefault(channel, 0L);
    }

    private double deadLetters() {
        Counts now = counts();
        return now == null ? Double.NaN : now.deadLetters();
    }

    /// Null while the database is away.
    private synchronized @Nullable Counts counts() {
        long now = nanos.getAsLong();
        Counts last = counts;
        if (last == null || now - last.at() >= FRESH.toNanos()) {
            try {
                last = count(now);
            } catch (DatabaseUnavailableException _) {
                last = null;
            }
            counts = last;
        }
        return last;
    }

    private Counts count(long now) {
        long deadLetters = database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select count(*) from dead_letter where replayed_at is null")
                        .query(Long.class)
                        .single());
        return new Counts(now, errands.open(), deadLetters);
    }

    private record Counts(long at, Map<String, Long> pending, long deadLetters) {}
}
