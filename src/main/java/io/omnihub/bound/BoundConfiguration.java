package io.omnihub.bound;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The bounds of the web server.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitsProperties.class)
class BoundConfiguration {

    @Bean
    Addresses addresses(@Value("${omnihub.proxies:}") List<String> proxies) {
        return new Addresses(proxies);
    }

    /// So that the hub sees how, and from where, a request came to the proxy.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> proxiesOfTheWebServer(
            @Value("${omnihub.proxies:}") List<String> proxies, LimitsProperties limits, Addresses addresses) {
        return factory -> {
            if (!proxies.isEmpty()) {
                RemoteIpValve valve = new RemoteIpValve();
                valve.setInternalProxies(proxies.stream().map(Pattern::quote).collect(Collectors.joining("|")));
                valve.setRemoteIpHeader("X-Forwarded-For");
                valve.setProtocolHeader("X-Forwarded-Proto");
                factory.addEngineValves(
                        valve,
                        new CrowdValve(
                                new Holdings(limits.connectionsPerAddress(), limits.allConnections()), addresses));
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundsOfTheWebServer(
            LimitsProperties limits, Addresses addresses) {
        ConnectionLimits connections = new ConnectionLimits(
                new Holdings(limits.connectionsPerAddress(), limits.allConnections()),
                addresses,
                limits.requestWithin(),
                limits.slowest().toBytes());
        return factory -> {
            factory.setProtocol(BoundedHttpProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof BoundedHttpProtocol protocol) {
                    protocol.limit(connections);
                }
            });
        };
    }
}
