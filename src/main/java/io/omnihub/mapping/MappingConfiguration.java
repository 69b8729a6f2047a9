package io.omnihub.mapping;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.send.CallLedger;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The component's bean, under the name by which Camel finds it.
@Configuration(proxyBeanMethods = false)
class MappingConfiguration {

    @Bean
    Mappings mappings() {
        return new Mappings();
    }

    @Bean("mapping-component")
    MappingComponent mappingComponent(
            Mappings mappings,
            Inboxes inboxes,
            Clock clock,
            Blobs blobs,
            FileLinks links,
            CallLedger ledger,
            MeterRegistry meters) {
        return new MappingComponent(
                mappings, new MappingComponent.Surroundings(inboxes, clock, blobs, links, ledger), meters);
    }
}
