package io.omnihub.desk;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The API's beans.
@Configuration(proxyBeanMethods = false)
class DeskConfiguration {

    @Bean
    CommandAnswers commandAnswers() {
        return new CommandAnswers();
    }
}
