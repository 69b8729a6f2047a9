package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the default tenant and its first account at the first start.
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

    @Bean
    @SuppressWarnings("SystemOut")
    FirstAccount firstAccount(Database database, Accounts accounts, PasswordEncoder passwords) {
        return new FirstAccount(database, accounts, passwords, System.out);
    }

    /// Where the hub listens is known once it does; the actuator may have a server of its own.
    @Bean
    ApplicationListener<ServletWebServerInitializedEvent> firstLogin(
            FirstAccount account, @Value("${server.address:localhost}") String address) {
        return event -> {
            if (event.getApplicationContext().getServerNamespace() == null) {
                account.ensure("http://" + address + ":" + event.getWebServer().getPort());
            }
        };
    }
}
