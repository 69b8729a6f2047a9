package io.omnihub.console;

import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// The console's files: assets whose names change with their content, and one page for all screens.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayAddress.class)
class ConsoleConfiguration implements WebMvcConfigurer {

    private static final String FILES = "classpath:/static/console/";

    private final GatewayAddress gateway;

    ConsoleConfiguration(GatewayAddress gateway) {
        this.gateway = gateway;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/console/");
        registry.addRedirectViewController("/console", "/console/");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ConsoleHeaders(gateway)).addPathPatterns("/console/**");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/console/assets/**")
                .addResourceLocations(FILES + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .resourceChain(false)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new PathResourceResolver());
        registry.addResourceHandler("/console/**")
                .addResourceLocations(FILES)
                .setCacheControl(CacheControl.noCache())
                // The times of files in a jar don't tell whether they have changed.
                .setUseLastModified(false)
                .resourceChain(false)
                .addResolver(new SinglePageResolver());
    }
}
