package io.omnihub.channel.declared;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inboxes;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.watch.WatchedFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Reads the folder of channels, at the start and whenever a file of it changes.
@Configuration(proxyBeanMethods = false)
class DeclaredConfiguration {

    /// Editors and copies write a file in pieces.
    private static final Duration MOMENT = Duration.ofMillis(700);

    private static final Duration EVERY = Duration.ofMillis(300);

    @Bean
    DeclaredReading declaredReading(
            @Value("${omnihub.config.channels:./config/channels}") Path folder,
            ObjectProvider<ChannelInboxes<?>> others,
            ChannelStatuses statuses,
            MeterRegistry meters,
            Environment environment,
            Clock clock) {
        DeclaredChannels channels = new DeclaredChannels(statuses);
        ChannelFolder read = new ChannelFolder(
                new WatchedFolder(folder, ChannelFile::isRead, MOMENT),
                channels,
                others.stream().toList(),
                environment::resolveRequiredPlaceholders,
                clock);
        Gauge.builder(
                        "omnihub.channels.refused",
                        channels,
                        known -> known.refused().size())
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
                .every(EVERY)
                .virtual();
    }

    /// Before anything starts, and once everybody who may refuse an inbox is there: a wrong file is no reason not to
    /// start.
    @Bean
    SmartInitializingSingleton firstChannels(DeclaredReading reading, Inboxes inboxes) {
        return () -> {
            try {
                reading.folder().begin(inboxes);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        };
    }

    record DeclaredReading(DeclaredChannels channels, ChannelFolder folder) {}
}
