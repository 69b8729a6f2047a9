package io.omnihub.loop;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The loops' register.
@Configuration(proxyBeanMethods = false)
class LoopConfiguration {

    @Bean
    Loops loops(MeterRegistry meters) {
        return new Loops(meters, ManagementFactory.getPlatformMBeanServer());
    }
}
