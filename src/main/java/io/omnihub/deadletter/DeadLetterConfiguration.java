package io.omnihub.deadletter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The dead letters' bean.
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {

    @Bean
    DeadLetters deadLetters() {
        return new DeadLetters();
    }
}
