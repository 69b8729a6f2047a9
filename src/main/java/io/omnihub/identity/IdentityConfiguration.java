package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes the default tenant at the first start.
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    TenantRegistry tenantRegistry(
            Database database,
            Clock clock,
            @Value("${omnihub.tenant.name:OmniHub}") String name,
            @Value("${omnihub.tenant.time-zone:Asia/Shanghai}") ZoneId timeZone) {
        TenantRegistry registry = new TenantRegistry(database, clock);
        registry.ensure(TenantId.DEFAULT, name, timeZone);
        return registry;
    }
}
