package io.omnihub.channel.send;

import io.omnihub.loop.Loops;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What all channels share to send.
@Configuration(proxyBeanMethods = false)
class SendConfiguration {

    /// So many wait in one line.
    private static final int MOST = 100;

    @Bean
    Afterwards afterwards(Loops loops) {
        return new Afterwards(loops, MOST);
    }
}
