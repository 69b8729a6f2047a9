package io.omnihub.channel.steps;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.AccessTokens;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The components' beans, under the names by which Camel finds them.
@Configuration(proxyBeanMethods = false)
class StepsConfiguration {

    @Bean("callback-component")
    CallbackComponent callbackComponent(DeclaredChannels channels) {
        return new CallbackComponent(channels);
    }

    @Bean("platform-component")
    PlatformComponent platformComponent(DeclaredChannels channels, AccessTokens tokens, Blobs blobs, Clock clock) {
        return new PlatformComponent(channels, tokens, blobs, clock);
    }
}
