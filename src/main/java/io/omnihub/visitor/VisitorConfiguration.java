package io.omnihub.visitor;

import io.omnihub.contact.Originals;
import io.omnihub.conversation.Commands;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.keys.TenantKeys;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Sites and their visitors.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SitesProperties.class)
class VisitorConfiguration {

    @Bean
    Sites sites(SitesProperties properties) {
        return new Sites(properties);
    }

    @Bean
    Visitors visitors(TenantKeys keys, Originals originals, TenantRegistry tenants, Sites sites, Clock clock) {
        return new Visitors(keys, originals, tenants, sites, clock);
    }

    @Bean
    Introductions introductions(Commands commands) {
        return new Introductions(commands);
    }
}
