package io.omnihub.presence;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Who is there, as a bean.
@Configuration(proxyBeanMethods = false)
class PresenceConfiguration {

    @Bean
    AgentPresences agentPresences() {
        return new AgentPresences();
    }
}
