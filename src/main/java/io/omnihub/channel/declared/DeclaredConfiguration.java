package io.omnihub.channel.declared;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inboxes;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Reads the folder of channels, at the start and whenever a file of it changes.
@Configuration(proxyBeanMethods = false)
class DeclaredConfiguration {

    private static final Duration PAUSE = Duration.ofMillis(500);

    @Bean
    DeclaredReading declaredReading(
            @Value("${omnihub.config.channels:./config/channels}") Path folder,
            ObjectProvider<ChannelInboxes<?>> others,
            ChannelStatuses statuses,
            MeterRegistry meters,
            Environment environment) {
        DeclaredChannels channels = new DeclaredChannels(statuses);
        ChannelFolder read =
                new ChannelFolder(folder, channels, others.stream().toList(), environment::resolveRequiredPlaceholders);
        read.read();
        Gauge.builder("omnihub.channels.refused", read, known -> known.refused().size())
                .description("Files of channels that are refused as they stand")
                .register(meters);
        return new DeclaredReading(channels, read);
    }

    @Bean
    DeclaredChannels declaredChannels(DeclaredReading reading) {
        return reading.channels();
    }

    @Bean
    Loop channelFiles(DeclaredReading reading, Inboxes inboxes, Loops loops) {
        return loops.loop("channel-files", () -> reading.folder().look(inboxes))
                .every(PAUSE)
                .virtual();
    }

    /// Those of the start, before anybody asks for inboxes.
    record DeclaredReading(DeclaredChannels channels, ChannelFolder folder) {}
}
