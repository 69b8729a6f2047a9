package io.omnihub.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.buffer.Buffer;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.Takers;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.conversation.Partitions;
import io.omnihub.delivery.Dispatch;
import io.omnihub.delivery.RawReplay;
import io.omnihub.device.Pushers;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.loop.Loops;
import io.omnihub.record.Lookups;
import io.omnihub.store.Database;
import io.omnihub.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The component's bean, under the name by which Camel finds it.
@Configuration(proxyBeanMethods = false)
class HubConfiguration {

    @Bean
    Doors doors(
            Buffer buffer,
            Dispatch dispatch,
            Cursors cursors,
            LogFeed feed,
            LogReader reader,
            Partitions partitions,
            Inboxes inboxes,
            ChannelStatuses statuses,
            RoutedMedia media,
            Takers takers,
            Lookups lookups,
            Pushers pushers,
            MeterRegistry meters,
            Traces traces,
            Loops loops,
            Clock clock,
            @Value("${omnihub.hub.lease:30s}") Duration lease) {
        return new Doors(
                buffer,
                dispatch,
                cursors,
                feed,
                reader,
                partitions,
                inboxes,
                statuses,
                media,
                takers,
                lookups,
                pushers,
                meters,
                traces,
                loops,
                clock,
                lease);
    }

    @Bean
    RoutedMedia routedMedia(DeclaredChannels channels, Inboxes inboxes) {
        return new RoutedMedia(channels, inboxes);
    }

    @Bean
    InboxChannels inboxChannels(Database database, Inboxes inboxes) {
        return new InboxChannels(database, inboxes);
    }

    @Bean("hub-component")
    HubComponent hubComponent(Doors doors) {
        return new HubComponent(doors);
    }

    /// For routes that carry events to Kafka.
    @Bean
    CloudEvents cloudEvent(LogEpoch epoch) {
        return CloudEvents.json(epoch);
    }

    @Bean
    CloudEvents cloudEventProtobuf(LogEpoch epoch) {
        return CloudEvents.protobuf(epoch);
    }

    @Bean
    CamelContextConfiguration doubts() {
        return new CamelContextConfiguration() {

            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getManagementStrategy().addEventNotifier(new Doubts());
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // It watches from the first message on.
            }
        };
    }

    @Bean
    RawReplay rawReplay(ProducerTemplate template) {
        return new CamelReplay(template);
    }
}
