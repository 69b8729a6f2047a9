package io.omnihub.errand;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What all kinds of errands have in common on a node.
@Configuration(proxyBeanMethods = false)
class ErrandConfiguration {

    /// @param retention how long after their end errands are kept
    /// @param others    of kinds that have a time of their own
    @Bean
    Loop errandPruner(
            Database database,
            Clock clock,
            @Value("${omnihub.errands.retention:90d}") Duration retention,
            List<Kept> others,
            Loops loops) {
        return loops.loop("errand-pruner", new ErrandPruner(database, clock, retention, others)::prune)
                .every(ErrandPruner.FIRST, ErrandPruner.EVERY);
    }
}
