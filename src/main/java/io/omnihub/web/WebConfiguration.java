package io.omnihub.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// What looks at every request, and the API's description.
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HeaderCheck()).excludePathPatterns("/error");
        registry.addInterceptor(new QueryCheck()).excludePathPatterns("/error", "/actuator/**");
    }

    @Bean
    ApiTypes apiTypes() {
        return new ApiTypes();
    }

    @Bean
    ApiDescription apiDescription(JsonMapper json, ApiTypes types) {
        return new ApiDescription(json, types);
    }
}
