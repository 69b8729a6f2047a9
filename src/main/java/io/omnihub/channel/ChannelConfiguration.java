package io.omnihub.channel;

import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Gathers what the channels offer.
@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {

    @Bean
    PublicAddress publicAddress(@Value("${omnihub.public-url:}") String url) {
        return PublicAddress.of(url);
    }

    @Bean
    Inboxes inboxes(List<InboxProvider> providers, PublicAddress address) {
        return new Inboxes(providers, address.isKnown());
    }

    @Bean
    InboxOperations inboxOperations(Inboxes inboxes, ChannelStatuses statuses) {
        return new InboxOperations(inboxes, statuses);
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
