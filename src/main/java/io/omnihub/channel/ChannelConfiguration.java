package io.omnihub.channel;

import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Gathers what the channels offer.
@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {

    @Bean
    Inboxes inboxes(List<InboxProvider> providers) {
        return new Inboxes(providers);
    }

    @Bean
    InboxMeters inboxMeters(Inboxes inboxes, ChannelStatuses statuses) {
        return new InboxMeters(inboxes, statuses);
    }

    @Bean
    Takers takers() {
        return new Takers();
    }

    @Bean
    ChannelStatuses channelStatuses(Clock clock) {
        return new ChannelStatuses(clock);
    }
}
