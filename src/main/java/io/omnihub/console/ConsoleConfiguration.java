package io.omnihub.console;

import io.omnihub.gateway.Gateway;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
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
class ConsoleConfiguration implements WebMvcConfigurer {

    private static final String FILES = "classpath:/static/console/";

    private final GatewayAddress address;

    ConsoleConfiguration(@Value("${omnihub.gateway.url:}") String url, ObjectProvider<Gateway> gateway) {
        address = new GatewayAddress(url, gateway);
    }

    @Bean
    GatewayAddress gatewayAddress() {
        return address;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/console/");
        registry.addRedirectViewController("/console", "/console/");
        // A resource handler answers no empty path.
        registry.addViewController("/console/").setViewName("forward:/console/index.html");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ConsoleHeaders(address)).addPathPatterns("/console/**");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // Browsers ask for it on every page that names none.
        registry.addResourceHandler("/favicon.ico")
                .addResourceLocations("classpath:/io/omnihub/console/")
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic());
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
