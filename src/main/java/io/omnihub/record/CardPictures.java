package io.omnihub.record;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.Recent;
import io.omnihub.message.Media;
import io.omnihub.record.RecordNotices.Notice;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets the pictures of cards into the blob store, so that whoever sees the card sees them, later too. A card waits for
/// its picture once: what a host does not give out, its cards go without, and for a while it is not asked again.
final class CardPictures {

    private static final Logger LOG = LoggerFactory.getLogger(CardPictures.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_HOSTS = 1_000;

    private final Database database;
    private final Records records;
    private final RecordPictures pictures;
    private final Blobs blobs;
    private final Recent<Boolean> failed;

    CardPictures(Database database, Records records, RecordPictures pictures, Blobs blobs, Clock clock) {
        this.database = database;
        this.records = records;
        this.pictures = pictures;
        this.blobs = blobs;
        this.failed = new Recent<>(PAUSE, clock, MOST_HOSTS);
    }

    /// Empty where there is none, or it can't be had now.
    Optional<Media> of(Notice notice) {
        if (notice.record().picture().isEmpty()) {
            return Optional.empty();
        }
        return database.read(Tenants.of(notice.tenant()), tx -> records.find(tx, notice.tenant(), notice.id()))
                .map(kept -> kept.as(notice.record()))
                .filter(kept -> pictures.has(notice.tenant(), kept))
                .flatMap(kept -> fetched(notice, kept));
    }

    private Optional<Media> fetched(Notice notice, Records.Kept kept) {
        String host = URI.create(kept.record().picture()).getAuthority();
        if (failed.get(host).isPresent()) {
            return Optional.empty();
        }
        Optional<byte[]> picture = pictures.of(notice.tenant(), kept);
        if (picture.isEmpty()) {
            failed.put(host, true);
        }
        return picture.flatMap(bytes -> stored(notice, bytes));
    }

    private Optional<Media> stored(Notice notice, byte[] bytes) {
        try {
            return Optional.of(
                    blobs.store(new ByteArrayInputStream(bytes), ContentTypes.of(bytes), "", RecordPictures.LARGEST));
        } catch (IOException e) {
            LOG.warn("A card of the record {} goes without its picture: {}", notice.id(), e.getMessage());
            return Optional.empty();
        }
    }
}
