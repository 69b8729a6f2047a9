package io.omnihub.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The log's beans.
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

    @Bean
    LogAppender logAppender(Database database) {
        return new LogAppender(database.kind());
    }

    @Bean
    LogReader logReader(Database database) {
        return new LogReader(database);
    }

    /// @param restored whether a backup was put in place: SQLite can't tell by itself
    @Bean
    LogEpoch logEpoch(Database database, @Value("${omnihub.database.restored:false}") boolean restored) {
        LogEpoch epoch = new LogEpoch(database);
        epoch.check();
        if (restored) {
            epoch.raise();
        }
        return epoch;
    }

    /// @param retention how long entries are kept; zero keeps them for ever
    @Bean
    Loop logPruner(
            Database database, Clock clock, @Value("${omnihub.log.retention:0}") Duration retention, Loops loops) {
        return loops.loop("log-pruner", new LogPruner(database, clock, retention)::prune)
                .every(LogPruner.FIRST, LogPruner.EVERY);
    }

    @Bean
    Loop cursorLag(Cursors cursors, MeterRegistry meters, Loops loops) {
        return loops.loop("cursor-lag", new CursorLag(cursors, meters)::measure).every(Duration.ZERO, CursorLag.EVERY);
    }

    @Bean
    LogTail logTail() {
        return new LogTail();
    }

    @Bean
    Cursors cursors(Database database, Clock clock) {
        return new Cursors(database, clock);
    }
}
