package io.omnihub.media;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PublicAddress;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Partitions;
import io.omnihub.keys.TenantKeys;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/// The blob store and the fetcher.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MediaProperties.class, UploadProperties.class})
class MediaConfiguration {

    /// The name of the reader that keeps the uses of blobs.
    static final String USES = "blobs";

    /// A voice of the longest kind takes a second.
    private static final Duration CONVERSION = Duration.ofSeconds(30);

    @Bean
    BlobStore blobs(@Value("${omnihub.data:./data}") Path data, MediaProperties properties, Clock clock)
            throws IOException {
        return new BlobStore(data.resolve("blobs"), clock, new VirusScanner(properties.clamav()));
    }

    @Bean
    Uploads uploads(Database database, UploadProperties properties, Clock clock) {
        return new Uploads(database, properties.unnamedFor(), clock);
    }

    @Bean
    UploadQuotas uploadQuotas(Database database, UploadProperties properties, Clock clock) {
        return new UploadQuotas(database, properties, clock);
    }

    @Bean
    MediaIntake mediaIntake(
            Uploads uploads,
            UploadQuotas quotas,
            Blobs blobs,
            @Value("${omnihub.api.largest-upload:20MB}") DataSize largest) {
        return new MediaIntake(uploads, quotas, blobs, largest.toBytes());
    }

    @Bean
    SignedLinks fileLinks(
            PublicAddress address, MediaProperties properties, TenantKeys keys, Inboxes inboxes, Clock clock) {
        return new SignedLinks(address, properties.linkValidFor(), keys, inboxes, clock);
    }

    @Bean
    SaidParts saidParts(Uploads uploads) {
        return new SaidParts(uploads);
    }

    @Bean
    Fetches mediaFetches(Database database, MediaProperties properties) {
        return new Fetches(database.kind(), properties, UUID.randomUUID().toString());
    }

    @Bean
    MediaFetcher mediaFetcher(
            Database database,
            Fetches fetches,
            LogReader log,
            List<FetchesMedia> channels,
            Conversations conversations,
            Commands commands,
            Engine engine,
            BlobStore blobs,
            MediaProperties properties,
            Clock clock,
            Loops loops) {
        PlayableVoices voices = new PlayableVoices(properties.ffmpeg(), blobs, CONVERSION);
        Attempts attempts =
                new Attempts(database, fetches, log, channels, voices, conversations, commands, engine, clock);
        return new MediaFetcher(database, fetches, properties, attempts, clock, loops);
    }

    @Bean
    BlobSweep blobSweep(
            BlobStore blobs,
            Database database,
            Cursors cursors,
            UploadProperties properties,
            Clock clock,
            Loops loops) {
        return new BlobSweep(blobs, database, cursors, properties.unnamedFor(), clock, loops);
    }

    @Bean
    LogWorker blobReader(
            Database database, Cursors cursors, LogFeed feed, Partitions partitions, BlobSweep sweep, Loops loops) {
        return new LogWorker(USES, partitions.count(), database, cursors, feed, new BlobUses(sweep::release), loops);
    }

    @Bean
    LogWorker mediaReader(
            Database database,
            Cursors cursors,
            LogFeed feed,
            Partitions partitions,
            Fetches fetches,
            MediaFetcher fetcher,
            List<FetchesMedia> channels,
            Clock clock,
            Loops loops) {
        MediaReader reader = new MediaReader(
                fetches,
                channels.stream().map(FetchesMedia::channel).collect(toUnmodifiableSet()),
                clock,
                fetcher::wake);
        return new LogWorker("media", partitions.count(), database, cursors, feed, reader, loops);
    }
}
