package io.omnihub.visitor;

import io.omnihub.bound.CallerRates;
import io.omnihub.identity.Permissions;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// What looks at the requests of visitors.
@Configuration(proxyBeanMethods = false)
class VisitorWebConfiguration {

    @Bean
    RequestRates requestRates(CallerRates visitorRates) {
        return new RequestRates(visitorRates, System::nanoTime);
    }

    @Bean
    VisitorCalls visitorCalls(Visitors visitors, RequestRates rates) {
        return new VisitorCalls(visitors, rates);
    }

    @Bean
    WebMvcConfigurer visitorsAreKnownFirst(VisitorCalls calls) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(calls).addPathPatterns("/api/v1/visitor/**");
            }
        };
    }

    /// Pages of the sites may call what is for visitors, and where that is told; and nothing else.
    @Bean
    FilterRegistrationBean<CorsFilter> visitorCors(Sites sites) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(List.copyOf(sites.origins()));
        cors.setAllowedMethods(List.of("GET", "POST", "PUT", "DELETE"));
        cors.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE));
        cors.setExposedHeaders(List.of(HttpHeaders.RETRY_AFTER));
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
        Permissions.VISITORS.forEach(path -> paths.registerCorsConfiguration(path, cors));
        paths.registerCorsConfiguration("/widget/sites/*", cors);
        CorsFilter filter = new CorsFilter(paths);
        filter.setCorsProcessor(new VisitorCors());
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return registration;
    }
}
