package io.omnihub.operations;

import io.omnihub.conversation.LogEngine;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Tenants;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Tells whether the log can be read and written.
final class EngineHealth implements HealthIndicator {

    private final Database database;
    private final LogEngine engine;

    EngineHealth(Database database, LogEngine engine) {
        this.database = database;
        this.engine = engine;
    }

    @Override
    public Health health() {
        String damage = database.damage().orElse("");
        if (!damage.isEmpty()) {
            return Health.down().withDetail("reason", damage).build();
        }
        Optional<String> trouble = engine.trouble();
        if (trouble.isPresent()) {
            return Health.down().withDetail("reason", trouble.get()).build();
        }
        try {
            database.read(
                    Tenants.ALL,
                    tx -> tx.sql().sql("select 1").query(Long.class).single());
            return Health.up().build();
        } catch (DatabaseUnavailableException _) {
            return Health.down().withDetail("reason", "the log can't be read").build();
        }
    }
}
