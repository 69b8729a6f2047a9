package io.omnihub.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Partitions;
import io.omnihub.log.LogFollower;
import io.omnihub.log.LogReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The API's beans.
@Configuration(proxyBeanMethods = false)
class DeskConfiguration implements WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new QueryCheck()).addPathPatterns("/api/**");
    }

    @Bean
    ConversationLookup conversationLookup(Conversations conversations) {
        return new ConversationLookup(conversations);
    }

    @Bean
    EntryWatch entryWatch(Partitions partitions, LogReader reader, LogFollower follower) {
        return new EntryWatch(partitions.count(), reader, follower);
    }

    @Bean
    EntryMedia entryMedia(LogReader log) {
        return new EntryMedia(log);
    }

    @Bean
    ApiDescription apiDescription(ObjectMapper json) {
        return new ApiDescription(json);
    }
}
