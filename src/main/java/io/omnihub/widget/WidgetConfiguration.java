package io.omnihub.widget;

import io.omnihub.console.GatewayAddress;
import io.omnihub.visitor.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// The widget's files, and the loader that sites embed.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WidgetProperties.class)
class WidgetConfiguration implements WebMvcConfigurer {

    private static final String FILES = "classpath:/static/widget/";
    private static final Duration LOADER_LIFE = Duration.ofMinutes(5);

    private final Sites sites;
    private final GatewayAddress gateway;

    WidgetConfiguration(Sites sites, GatewayAddress gateway) {
        this.sites = sites;
        this.gateway = gateway;
    }

    /// The loader keeps its name, so browsers ask whether theirs is still the one.
    @Bean
    static FilterRegistrationBean<ShallowEtagHeaderFilter> loaderTag() {
        FilterRegistrationBean<ShallowEtagHeaderFilter> filter =
                new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        filter.addUrlPatterns("/sdk/*");
        return filter;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/widget/").setViewName("forward:/widget/index.html");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new WidgetHeaders(sites, gateway)).addPathPatterns("/widget/**");
        registry.addInterceptor(new LoaderHeaders()).addPathPatterns("/sdk/**");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        add(
                registry,
                "/widget/assets/**",
                FILES + "assets/",
                CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        add(registry, "/widget/**", FILES, CacheControl.noCache());
        add(
                registry,
                "/sdk/**",
                "classpath:/static/sdk/",
                CacheControl.maxAge(LOADER_LIFE).cachePublic());
    }

    private static void add(ResourceHandlerRegistry registry, String path, String files, CacheControl cache) {
        registry.addResourceHandler(path)
                .addResourceLocations(files)
                .setCacheControl(cache)
                // The times of files in a jar don't tell whether they have changed.
                .setUseLastModified(false)
                .resourceChain(false)
                .addResolver(new EncodedResourceResolver())
                .addResolver(new PathResourceResolver());
    }

    /// Every page may load the loader.
    private static final class LoaderHeaders implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
            response.setHeader("X-Content-Type-Options", "nosniff");
            return true;
        }
    }
}
