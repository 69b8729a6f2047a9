package io.omnihub.channel.thread;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The beans of threads.
@Configuration(proxyBeanMethods = false)
class ThreadConfiguration {

    @Bean
    Threads threads(Database database, Clock clock) {
        return new Threads(database, clock);
    }

    @Bean
    Loop threadSweep(Database database, Clock clock, Loops loops) {
        return loops.loop("thread-sweep", new ThreadSweep(database, clock)::sweep)
                .every(ThreadSweep.FIRST, ThreadSweep.EVERY);
    }
}
