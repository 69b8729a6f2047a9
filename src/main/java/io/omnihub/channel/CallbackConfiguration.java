package io.omnihub.channel;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/// Guards the addresses to which platforms send their callbacks.
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

    private static final String ADDRESSES = "/channels/*";

    /// @param limit the largest callback taken; the largest known ones have some 20 KB
    @Bean
    FilterRegistrationBean<CallbackLimitFilter> callbackLimit(
            @Value("${omnihub.channels.largest-callback:256KB}") DataSize limit) {
        if (limit.toBytes() < 1 || limit.toBytes() > DataSize.ofMegabytes(16).toBytes()) {
            throw new IllegalArgumentException("omnihub.channels.largest-callback must be between 1B and 16MB");
        }
        var registration = new FilterRegistrationBean<>(new CallbackLimitFilter(Math.toIntExact(limit.toBytes())));
        registration.addUrlPatterns(ADDRESSES);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return registration;
    }

    /// Requests have a virtual thread already, on which the route runs.
    @Bean("platform-http-engine")
    PlatformHttpEngine platformHttpEngine(@Value("${server.port}") int port) {
        return new SpringBootPlatformHttpEngine(port, Runnable::run);
    }

    @Bean
    ServletRegistrationBean<CallbackServlet> callbacks() {
        var registration = new ServletRegistrationBean<>(new CallbackServlet(), ADDRESSES);
        registration.setLoadOnStartup(1);
        return registration;
    }

    /// Tells the servlet of each route that begins with a callback, before the first one starts.
    @Bean
    CamelContextConfiguration callbackRoutes(ServletRegistrationBean<CallbackServlet> callbacks) {
        return new CamelContextConfiguration() {

            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getComponent("platform-http", PlatformHttpComponent.class)
                        .addPlatformHttpListener(callbacks.getServlet());
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // Routes that start later tell the servlet by themselves.
            }
        };
    }
}
