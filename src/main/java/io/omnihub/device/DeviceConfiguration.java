package io.omnihub.device;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inboxes;
import io.omnihub.contact.Contacts;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Partitions;
import io.omnihub.errand.Errands;
import io.omnihub.errand.Kept;
import io.omnihub.errand.Telling;
import io.omnihub.identity.AuditLog;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.presence.ContactPresence;
import io.omnihub.store.Database;
import io.omnihub.visitor.Sites;
import io.omnihub.visitor.Visitors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Devices, and who wakes them.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PushProperties.class)
class DeviceConfiguration {

    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration TIDIED_EVERY = Duration.ofHours(1);

    @Bean
    Pushers pushers() {
        return new Pushers();
    }

    @Bean
    Devices pushedDevices(Database database, Clock clock, PushProperties properties) {
        return new Devices(database, clock, properties.most());
    }

    @Bean
    Known knownVisitors(Visitors visitors, Conversations conversations) {
        return new Known(visitors, conversations);
    }

    @Bean
    VisitorContexts visitorContexts(Database database, Clock clock) {
        return new VisitorContexts(database, clock);
    }

    @Bean
    DeviceErasure deviceErasure(
            Devices devices,
            VisitorContexts contexts,
            Contacts contacts,
            Visitors visitors,
            Database database,
            AuditLog audit) {
        return new DeviceErasure(devices, contexts, contacts, visitors, database, audit);
    }

    @Bean
    Errands pushErrands(Database database, PushProperties properties, Clock clock, Loops loops) {
        return new Errands(database, properties.errands(), Telling.NOBODY, clock, loops);
    }

    @Bean
    Kept pushesKept() {
        return new Kept(PushProperties.KIND, KEPT);
    }

    @Bean
    LogWorker pushReader(
            Sites sites,
            Devices devices,
            @Qualifier("pushErrands") Errands errands,
            PushProperties properties,
            Partitions partitions,
            Database database,
            Cursors cursors,
            LogFeed feed,
            Loops loops) {
        PushReader reader = new PushReader(sites, devices, errands, properties.grace());
        return new LogWorker(PushProperties.KIND, partitions.count(), database, cursors, feed, reader, loops);
    }

    @Bean
    Loop pushRunner(
            Devices devices,
            Sites sites,
            Inboxes inboxes,
            Pushers pushers,
            ContactPresence presence,
            LogReader log,
            Database database,
            ChannelStatuses statuses,
            @Qualifier("pushErrands") Errands errands,
            PushProperties properties,
            Clock clock,
            MeterRegistry meters) {
        Pushing pushing =
                new Pushing(devices, sites, inboxes, pushers, presence, log, database, statuses, clock, meters);
        return errands.runner("push-runner", pushing, properties.concurrency());
    }

    @Bean
    Loop pushTeller(@Qualifier("pushErrands") Errands errands) {
        return errands.teller().loop();
    }

    @Bean
    Loop deviceTidying(Devices devices, VisitorContexts contexts, PushProperties properties, Clock clock, Loops loops) {
        return loops.loop("device-tidying", () -> {
                    Instant before = clock.instant().minus(properties.forget());
                    devices.forget(before);
                    contexts.forget(before);
                })
                .every(TIDIED_EVERY);
    }
}
