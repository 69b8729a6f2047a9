package io.omnihub.identity;

import io.omnihub.keys.TenantKeys;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import java.net.InetAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Makes the default tenant and its first account at the first start.
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityConfiguration.class);

    @Bean
    ApiSecurity apiSecurity() {
        return new ApiSecurity();
    }

    @Bean
    TenantRegistry tenantRegistry(
            Database database,
            TenantKeys keys,
            Clock clock,
            @Value("${omnihub.tenant.name:OmniHub}") String name,
            @Value("${omnihub.tenant.time-zone:Asia/Shanghai}") ZoneId timeZone) {
        TenantRegistry registry = new TenantRegistry(database, clock);
        registry.ensure(TenantId.DEFAULT, name, timeZone);
        keys.prepare(TenantId.DEFAULT);
        return registry;
    }

    @Bean
    @SuppressWarnings("SystemOut")
    FirstAccount firstAccount(Database database, Accounts accounts, PasswordEncoder passwords, AuditLog audit) {
        return new FirstAccount(database, accounts, passwords, audit, System.out);
    }

    /// Told last, so that nothing scrolls it away.
    @Bean
    ApplicationListener<ApplicationReadyEvent> firstLogin(
            FirstAccount account,
            Optional<NobodyLogsIn> nobody,
            @Value("${server.address:127.0.0.1}") InetAddress address,
            @Value("${omnihub.proxies:}") List<String> proxies) {
        return event -> {
            if (nobody.isEmpty() && event.getApplicationContext() instanceof WebServerApplicationContext web) {
                String url =
                        url(address, Objects.requireNonNull(web.getWebServer()).getPort());
                LOG.info("OmniHub listens at {}", url);
                if (!address.isLoopbackAddress() && proxies.isEmpty()) {
                    LOG.warn(
                            "Other machines reach OmniHub at {} without TLS: put a proxy with TLS in front, and name it"
                                    + " in omnihub.proxies",
                            address.getHostAddress());
                }
                account.ensure(url);
            }
        };
    }

    private static String url(InetAddress address, int port) {
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
