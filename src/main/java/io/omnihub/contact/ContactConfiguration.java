package io.omnihub.contact;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The contacts' bean.
@Configuration(proxyBeanMethods = false)
class ContactConfiguration {

    @Bean
    Contacts contacts() {
        return new Contacts();
    }
}
