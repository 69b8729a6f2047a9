package io.omnihub.deadletter;

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
    DeadLetterPruner deadLetterPruner(Database database, Clock clock, Loops loops) {
        return new DeadLetterPruner(database, clock, loops);
    }
}
