package io.omnihub.channel;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/// Guards the addresses to which platforms send their callbacks.
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

    /// @param limit the largest callback taken; the largest known ones have some 20 KB
    @Bean
    FilterRegistrationBean<CallbackLimitFilter> callbackLimit(
            @Value("${omnihub.channels.largest-callback:256KB}") DataSize limit) {
        if (limit.toBytes() < 1 || limit.toBytes() > DataSize.ofMegabytes(16).toBytes()) {
            throw new IllegalArgumentException("omnihub.channels.largest-callback must be between 1B and 16MB");
        }
        var registration = new FilterRegistrationBean<>(new CallbackLimitFilter(Math.toIntExact(limit.toBytes())));
        registration.addUrlPatterns("/channels/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return registration;
    }
}
