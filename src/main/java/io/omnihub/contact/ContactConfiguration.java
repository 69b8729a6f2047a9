package io.omnihub.contact;

import io.omnihub.keys.TenantKeys;
import io.omnihub.store.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The contacts, and what others call them.
@Configuration(proxyBeanMethods = false)
class ContactConfiguration {

    @Bean
    Contacts contacts() {
        return new Contacts();
    }

    @Bean
    Originals originals(Database database, TenantKeys keys) {
        return new Originals(database, keys);
    }
}
