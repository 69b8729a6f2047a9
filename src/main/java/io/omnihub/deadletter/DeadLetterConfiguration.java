package io.omnihub.deadletter;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The dead letters' beans.
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {

    @Bean
    DeadLetters deadLetters() {
        return new DeadLetters();
    }

    @Bean
    Loop deadLetterPruner(Database database, Clock clock, Loops loops) {
        return loops.loop("dead-letter-pruner", new DeadLetterPruner(database, clock)::prune)
                .every(DeadLetterPruner.FIRST, DeadLetterPruner.EVERY);
    }
}
