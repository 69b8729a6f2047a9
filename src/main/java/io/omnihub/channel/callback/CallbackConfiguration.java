package io.omnihub.channel.callback;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.Takers;
import java.time.Clock;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/// Opens the addresses to which platforms send their callbacks, and business systems what they have to tell; and has
/// the steps of their routes that know no platform.
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

    /// Behind the filter that measures every request, before those of the login.
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    @Bean("platform-http-engine")
    PlatformHttpEngine platformHttpEngine(
            @Value("${server.port}") int port, Takers takers, FilterRegistrationBean<CallbackEntrance> callbacks) {
        return new CallbackEngine(port, takers, Objects.requireNonNull(callbacks.getFilter()));
    }

    /// @param limit the largest callback taken; the largest known ones have some 20 KB
    @Bean
    FilterRegistrationBean<CallbackEntrance> callbacks(
            @Value("${omnihub.channels.largest-callback:256KB}") DataSize limit) {
        if (limit.toBytes() < 1 || limit.toBytes() > DataSize.ofMegabytes(16).toBytes()) {
            throw new IllegalArgumentException("omnihub.channels.largest-callback must be between 1B and 16MB");
        }
        var registration = new FilterRegistrationBean<>(new CallbackEntrance(Math.toIntExact(limit.toBytes())));
        CallbackEngine.OPEN.forEach(path -> registration.addUrlPatterns(path + "*"));
        registration.setOrder(ORDER);
        return registration;
    }

    /// When the hub is ready, its routes have begun.
    @Bean
    ApplicationListener<ApplicationReadyEvent> callbackRoutes(
            FilterRegistrationBean<CallbackEntrance> callbacks, CamelContext camel) {
        return _ -> Objects.requireNonNull(callbacks.getFilter()).open(camel);
    }

    /// First step of a callback's route: keeps of the call what may prove it, and nothing else.
    @Bean
    Processor callbackRequest(Clock clock) {
        return exchange -> {
            Message message = exchange.getMessage();
            CallbackRequest request = CallbackRequest.of(message, clock.instant());
            message.removeHeaders("*");
            message.setBody(request);
        };
    }

    /// First step of a replay's route: takes the bytes of a dead letter.
    @Bean
    Processor callbackReplayed(Clock clock) {
        return exchange -> Callback.replayed(exchange, clock.instant()).on(exchange);
    }

    @Bean
    Processor callbackUnreadable() {
        return new CallbackUnreadable();
    }

    @Bean
    Processor callbackRefusal(MeterRegistry meters) {
        return new CallbackRefusal(meters);
    }
}
