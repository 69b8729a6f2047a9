package io.omnihub.channel.http;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the channels' calls share.
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    AccessTokens accessTokens(SharedTokens shared, Clock clock) {
        return new AccessTokens(shared, clock);
    }
}
