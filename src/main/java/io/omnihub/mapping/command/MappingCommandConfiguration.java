package io.omnihub.mapping.command;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What a running hub does of `omnihub mapping`.
@Configuration(proxyBeanMethods = false)
class MappingCommandConfiguration {

    @Bean
    MappingDesk mappingDesk() {
        return new MappingDesk();
    }

    @Bean
    MappingOperations mappingOperations(MappingDesk desk) {
        return new MappingOperations(desk);
    }
}
