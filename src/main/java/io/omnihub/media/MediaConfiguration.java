package io.omnihub.media;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.Holds;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.PublicAddress;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Partitions;
import io.omnihub.errand.Errands;
import io.omnihub.identity.AuditLog;
import io.omnihub.keys.TenantKeys;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogReader;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.outside.PublicAddresses;
import io.omnihub.outside.PublicHttp;
import io.omnihub.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/// The blob store and the fetcher.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MediaProperties.class, UploadProperties.class, BucketProperties.class})
class MediaConfiguration {

    /// The name of the reader that keeps the uses of blobs.
    static final String USES = "blobs";

    /// A voice of the longest kind takes a second.
    private static final Duration CONVERSION = Duration.ofSeconds(30);

    @Bean
    Shelf shelf(@Value("${omnihub.data:./data}") Path data, BucketProperties bucket, Clock clock) {
        return bucket.name().isEmpty() ? new FileShelf(data.resolve("blobs"), clock) : new S3Shelf(bucket);
    }

    @Bean
    BlobStore blobs(@Value("${omnihub.data:./data}") Path data, Shelf shelf, MediaProperties properties, Clock clock)
            throws IOException {
        return new BlobStore(data.resolve("blobs"), shelf, clock, new VirusScanner(properties.clamav()));
    }

    @Bean
    Uploads uploads(Database database, UploadProperties properties, Clock clock) {
        return new Uploads(database, properties.unnamedFor(), clock);
    }

    @Bean
    UploadQuotas uploadQuotas(Database database, UploadProperties properties, Clock clock) {
        return new UploadQuotas(database, properties, clock);
    }

    /// @param allowed networks from which pictures that strangers name are fetched beside public addresses
    @Bean
    RemotePictures remotePictures(
            Database database, LogReader log, @Value("${omnihub.media.picture-networks:}") List<String> allowed) {
        try {
            return new RemotePictures(database, log, new PublicHttp(new PublicAddresses(allowed)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("omnihub.media.picture-networks: " + e.getMessage(), e);
        }
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
    SaidParts saidParts(Uploads uploads, Database database, LogReader log) {
        return new SaidParts(uploads, new ShownFiles(database, log));
    }

    @Bean
    Fetches mediaFetches(
            Database database,
            LogReader log,
            List<FetchesMedia> channels,
            ChannelStatuses statuses,
            Conversations conversations,
            Commands commands,
            BlobStore blobs,
            MediaProperties properties) {
        return new Fetches(
                database,
                log,
                channels,
                statuses,
                new PlayableVoices(properties.ffmpeg(), blobs, CONVERSION),
                conversations,
                commands);
    }

    @Bean
    Errands mediaErrands(
            Database database, Fetches fetches, MediaProperties properties, Holds holds, Clock clock, Loops loops) {
        Errands errands = new Errands(database, properties.errands(), fetches, clock, loops);
        holds.add(errands);
        return errands;
    }

    @Bean
    FetchOperations fetchOperations(@Qualifier("mediaErrands") Errands errands, AuditLog audit) {
        return new FetchOperations(errands, audit);
    }

    @Bean
    Loop mediaFetcher(@Qualifier("mediaErrands") Errands errands, Fetches fetches, MediaProperties properties) {
        return errands.runner("media-fetcher", fetches, properties.concurrency());
    }

    @Bean
    Loop mediaTeller(@Qualifier("mediaErrands") Errands errands) {
        return errands.teller().loop();
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
    Loop blobSweeping(BlobSweep sweep) {
        return sweep.loop();
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
            @Qualifier("mediaErrands") Errands errands,
            Fetches fetches,
            Loops loops) {
        MediaReader reader =
                new MediaReader(errands, channel -> fetches.of(channel).isPresent());
        return new LogWorker("media", partitions.count(), database, cursors, feed, reader, loops);
    }
}
