package io.omnihub.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/// Traces, where a collector is named.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
class TraceConfiguration implements DisposableBean {

    private @Nullable AutoCloseable exporting;

    @Bean
    Traces traces(TracingProperties properties) {
        if (properties.endpoint().isEmpty()) {
            return Traces.off();
        }
        Exporting begun = new Exporting(properties);
        exporting = begun;
        return begun.traces(properties.share());
    }

    @Bean
    LatePushes latePushes() {
        return new LatePushes();
    }

    @Bean
    FilterRegistrationBean<TraceFilter> traceFilter(Traces traces) {
        var registration = new FilterRegistrationBean<>(new TraceFilter(traces));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Override
    public void destroy() throws Exception {
        if (exporting != null) {
            exporting.close();
        }
    }
}
