package io.omnihub.operations;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jolokia.server.core.config.ConfigKey;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Hawtio for operators, at `/hawtio`: its pages as they come, what they ask for, and Jolokia.
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("${omnihub.hawtio.enabled:true}")
class HawtioConfiguration implements WebMvcConfigurer {

    private static final String FILES = "classpath:/hawtio-static/";

    /// Of these paths alone: a path below would be hidden from the rules of who may call what.
    @Bean
    ServletRegistrationBean<JolokiaServlet> jolokia() {
        var jolokia = new ServletRegistrationBean<>(new JolokiaServlet(), "/hawtio/jolokia", "/hawtio/jolokia/");
        jolokia.setName("jolokia");
        jolokia.setInitParameters(Map.of(
                ConfigKey.AGENT_ID.getKeyValue(), "omnihub",
                ConfigKey.DISCOVERY_ENABLED.getKeyValue(), "false",
                ConfigKey.DISABLE_DETECTORS.getKeyValue(), "true",
                ConfigKey.INCLUDE_STACKTRACE.getKeyValue(), "false",
                ConfigKey.ALLOW_ERROR_DETAILS.getKeyValue(), "false"));
        return jolokia;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/hawtio", "/hawtio/");
        registry.addRedirectViewController("/hawtio/auth/logout", "/console/");
        registry.addViewController("/hawtio/").setViewName("forward:/hawtio/index.html");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HawtioHeaders()).addPathPatterns("/hawtio/**");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/hawtio/static/**")
                .addResourceLocations(FILES + "static/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable());
        registry.addResourceHandler("/hawtio/**")
                .addResourceLocations(FILES)
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .resourceChain(false)
                .addResolver(new Screens());
    }

    /// The addresses of screens are answered with the one page that shows them.
    private static final class Screens extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            boolean file = path.substring(path.lastIndexOf('/') + 1).contains(".");
            return super.getResource(file ? path : "index.html", location);
        }
    }
}
