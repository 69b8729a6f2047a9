package io.omnihub.channel;

import io.omnihub.identity.AuditLog;
import io.omnihub.store.Database;
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
    InboxHolding inboxHolding(Inboxes inboxes, Holds holds) {
        return new InboxHolding(inboxes, holds);
    }

    @Bean
    InboxOperations inboxOperations(Inboxes inboxes, ChannelStatuses statuses, Holds holds, InboxHolding holding) {
        return new InboxOperations(inboxes, statuses, holds, holding);
    }

    @Bean
    InboxMeters inboxMeters(Inboxes inboxes, ChannelStatuses statuses, Holds holds) {
        return new InboxMeters(inboxes, statuses, holds);
    }

    @Bean
    Holds holds(Database database, AuditLog audit, Clock clock) {
        return new Holds(database, audit, clock);
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
