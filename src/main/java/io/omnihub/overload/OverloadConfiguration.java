package io.omnihub.overload;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.identity.AuditLog;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The ladder's beans. The rooms that have pressures and things to give up ask it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OverloadProperties.class)
class OverloadConfiguration {

    private static final Duration EVERY = Duration.ofMillis(500);

    /// How often it is asked what was wished on other nodes.
    private static final Duration SHARED = Duration.ofSeconds(2);

    private static final String VIEWS = "/api/v1/conversations";

    /// What is looked through and can wait. Single things, and what a client follows by, are not among it.
    private static final String[] LISTS = {
        VIEWS, "/api/v1/contacts", "/api/v1/deliveries", "/api/v1/dead-letters", "/api/v1/audit"
    };

    @Bean
    Overload overload(OverloadProperties properties, ObjectProvider<Pressure> pressures, MeterRegistry meters) {
        // Spring takes half a millisecond to find them.
        return new Overload(
                properties, SingletonSupplier.of(() -> pressures.stream().toList()), meters);
    }

    @Bean
    @ConditionalOnProperty(name = "omnihub.overload.enabled", matchIfMissing = true)
    Loop overloadWatch(Overload overload, Loops loops) {
        return loops.loop("overload", overload::look).every(EVERY);
    }

    @Bean
    Pressure heapPressure(OverloadProperties properties) {
        return new Pressure("heap", Heap.own(properties.heap())::pressure);
    }

    @Bean
    SharedHold sharedHold(Overload overload, AuditLog audit) {
        return new SharedHold(overload, audit);
    }

    @Bean
    Loop overloadHoldWatch(SharedHold shared, Loops loops) {
        return loops.loop("overload-hold", shared::look).every(SHARED);
    }

    @Bean
    OverloadOperations overloadOperations(Overload overload, SharedHold shared) {
        return new OverloadOperations(overload, shared);
    }

    @Bean
    OverloadHealth overloadHealthIndicator(Overload overload) {
        return new OverloadHealth(overload);
    }

    /// Agents come to those who wait by the first page of their views.
    private static boolean isFirst(HttpServletRequest request) {
        return request.getRequestURI().equals(VIEWS)
                && request.getParameter("cursor") == null
                && request.getParameter("contact") == null;
    }

    @Bean
    WebMvcConfigurer listsCanBeGivenUp(Overload overload) {
        HandlerInterceptor refusal = new HandlerInterceptor() {
            @Override
            public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                if (HttpMethod.GET.matches(request.getMethod()) && !isFirst(request)) {
                    overload.refuse(Step.LISTS);
                }
                return true;
            }
        };
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(refusal).addPathPatterns(LISTS);
            }
        };
    }
}
