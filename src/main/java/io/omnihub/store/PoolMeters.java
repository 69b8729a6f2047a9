package io.omnihub.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What Prometheus hears of the database's connections, under the names that Hikari's own meters have. They are asked
/// when somebody scrapes, so that taking a connection costs no more.
final class PoolMeters implements MeterBinder {

    private final List<HikariDataSource> pools;

    PoolMeters(Collection<HikariDataSource> pools) {
        this.pools = List.copyOf(pools);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (HikariDataSource pool : pools) {
            gauge(registry, pool, "active", HikariPoolMXBean::getActiveConnections);
            gauge(registry, pool, "idle", HikariPoolMXBean::getIdleConnections);
            gauge(registry, pool, "pending", HikariPoolMXBean::getThreadsAwaitingConnection);
            Gauge.builder("hikaricp.connections.max", pool, HikariDataSource::getMaximumPoolSize)
                    .tag("pool", pool.getPoolName())
                    .register(registry);
        }
    }

    private static void gauge(
            MeterRegistry registry, HikariDataSource pool, String what, ToDoubleFunction<HikariPoolMXBean> count) {
        Gauge.builder("hikaricp.connections." + what, pool, each -> {
                    HikariPoolMXBean bean = each.getHikariPoolMXBean();
                    return bean == null ? Double.NaN : count.applyAsDouble(bean);
                })
                .tag("pool", pool.getPoolName())
                .register(registry);
    }
}
