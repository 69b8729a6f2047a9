package io.omnihub.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.omnihub.bound.CallerRates;
import io.omnihub.channel.Blobs;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.Permissions;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.media.UploadQuotas;
import io.omnihub.media.Uploads;
import io.omnihub.visitor.Sites;
import io.omnihub.visitor.Visitors;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The API's beans.
@Configuration(proxyBeanMethods = false)
class DeskConfiguration implements WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HeaderCheck()).excludePathPatterns("/error");
        registry.addInterceptor(new QueryCheck()).excludePathPatterns("/error", "/actuator/**");
    }

    @Bean
    ConversationLookup conversationLookup(Conversations conversations) {
        return new ConversationLookup(conversations);
    }

    @Bean
    EntryWatch entryWatch(LogFeed feed, IdentityEnds ends) {
        return new EntryWatch(feed, ends);
    }

    @Bean
    EntryMedia entryMedia(LogReader log) {
        return new EntryMedia(log);
    }

    @Bean
    MediaIntake mediaIntake(
            Uploads uploads,
            UploadQuotas quotas,
            Blobs blobs,
            @Value("${omnihub.api.largest-upload:20MB}") DataSize largest) {
        return new MediaIntake(uploads, quotas, blobs, largest.toBytes());
    }

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

    /// Pages of the sites may call what is for visitors, and nothing else.
    @Bean
    FilterRegistrationBean<CorsFilter> visitorCors(Sites sites) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(List.copyOf(sites.origins()));
        cors.setAllowedMethods(List.of("GET", "POST"));
        cors.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE));
        cors.setExposedHeaders(List.of(HttpHeaders.RETRY_AFTER));
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
        Permissions.VISITORS.forEach(path -> paths.registerCorsConfiguration(path, cors));
        CorsFilter filter = new CorsFilter(paths);
        filter.setCorsProcessor(new VisitorCors());
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return registration;
    }

    @Bean
    ApiTypes apiTypes() {
        return new ApiTypes();
    }

    @Bean
    ApiDescription apiDescription(ObjectMapper json, ApiTypes types) {
        return new ApiDescription(json, types);
    }
}
