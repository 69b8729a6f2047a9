package io.omnihub.wire;

import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Gives the application's own JSON mapper the model's form and strictness.
@Configuration(proxyBeanMethods = false)
class WireConfiguration {

    @Bean
    MessageModule messageModule() {
        return new MessageModule();
    }

    @Bean
    Jackson2ObjectMapperBuilderCustomizer strictJson() {
        return builder -> builder.postConfigurer(JsonCodec::makeStrict);
    }
}
