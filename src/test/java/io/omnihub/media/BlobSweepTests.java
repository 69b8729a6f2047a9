package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Partitions;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loops;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class BlobSweepTests {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T08:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private Databases databases;
    private Hub hub;
    private Cursors cursors;
    private BlobStore blobs;
    private static final Duration UNNAMED = Duration.ofMinutes(30);

    private BlobSweep sweep;
    private LogWorker reader;

    @AfterEach
    void close() {
        reader.stop();
        sweep.loop().stop();
        hub.close();
        databases.close();
    }

    @OnBothDatabases
    void whatNothingRefersToGoesAfterADay(Database.Kind kind) throws IOException {
        open(kind);
        reader.start();
        Media unused = store("unused");
        Media used = store("used");
        say("m1", used);
        pass(Duration.ofHours(23));
        Media young = store("young");
        pass(Duration.ofHours(2));
        read();

        sweep.sweep();

        assertThat(isThere(unused)).isFalse();
        assertThat(isThere(used)).isTrue();
        assertThat(isThere(young)).isTrue();
    }

    @OnBothDatabases
    void whatWasStoredAgainIsKept(Database.Kind kind) throws IOException {
        open(kind);
        reader.start();
        Media media = store("again");
        pass(Duration.ofHours(20));
        store("again");
        pass(Duration.ofHours(20));
        read();

        sweep.sweep();

        assertThat(isThere(media)).isTrue();
    }

    @OnBothDatabases
    void nothingGoesWhileTheReaderIsBehind(Database.Kind kind) throws IOException {
        open(kind);
        Media media = store("used");
        say("m1", media);
        pass(Duration.ofHours(30));

        sweep.sweep();
        assertThat(isThere(media)).isTrue();

        reader.start();
        read();
        sweep.sweep();
        assertThat(isThere(media)).isTrue();
    }

    @OnBothDatabases
    void withAnErasedMessageItsBlobGoesUnlessAnotherOneUsesIt(Database.Kind kind) throws IOException {
        open(kind);
        sweep.loop().start();
        reader.start();
        Media alone = store("alone");
        Media shared = store("shared");
        say("m1", alone);
        say("m2", shared);
        say("m3", shared);
        pass(Duration.ofMinutes(20));
        read();

        hub.command("amy", new Command.Erase(3));
        hub.command("amy", new Command.Erase(2));

        await().until(() -> !isThere(alone));
        assertThat(isThere(shared)).isTrue();
    }

    @OnBothDatabases
    void whatSomebodyHasUploadedJustNowIsKept(Database.Kind kind) throws IOException {
        open(kind);
        reader.start();
        Media media = store("uploaded");
        pass(Duration.ofHours(20));
        new Uploads(databases.database(), UNNAMED, clock).add(Uploader.staff(Hub.TENANT, "ann"), media);
        pass(Duration.ofHours(5));
        read();

        sweep.sweep();
        assertThat(isThere(media)).isTrue();

        pass(Duration.ofHours(20));
        sweep.sweep();
        assertThat(isThere(media)).isFalse();
    }

    @OnBothDatabases
    void whatAVisitorUploadedAndNoMessageNamedGoesWithinMinutes(Database.Kind kind) throws IOException {
        open(kind);
        reader.start();
        Uploads uploads = new Uploads(databases.database(), UNNAMED, clock);
        Uploader visitor = Uploader.visitor(Hub.TENANT, "v-1", new ConversationId("v-1"));
        Media unnamed = store("unnamed");
        Media named = store("named");
        Media ofAnAgent = store("an agent's too");
        uploads.add(visitor, unnamed);
        uploads.add(visitor, named);
        uploads.add(visitor, ofAnAgent);
        uploads.add(Uploader.staff(Hub.TENANT, "ann"), ofAnAgent);
        say("m1", named);
        pass(Duration.ofMinutes(29));
        read();
        sweep.sweepUnnamed();
        assertThat(uploads.find(visitor, unnamed.blob(), "")).isPresent();
        assertThat(uploads.find(Uploader.visitor(Hub.TENANT, "v-2", new ConversationId("v-2")), unnamed.blob(), ""))
                .isEmpty();

        pass(Duration.ofMinutes(12));
        read();
        assertThat(uploads.find(visitor, unnamed.blob(), "")).isEmpty();
        sweep.sweepUnnamed();

        assertThat(isThere(unnamed)).isFalse();
        assertThat(isThere(named)).isTrue();
        assertThat(isThere(ofAnAgent)).isTrue();
    }

    private void open(Database.Kind kind) throws IOException {
        databases = TestDatabases.open(kind, directory);
        Database database = databases.database();
        hub = new Hub(database, new Partitions(1), clock);
        cursors = new Cursors(database, clock);
        blobs = new BlobStore(directory.resolve("blobs"), clock, new VirusScanner(""));
        sweep = new BlobSweep(blobs, database, cursors, UNNAMED, clock, Loops.unobserved());
        reader = new LogWorker(
                MediaConfiguration.USES,
                1,
                database,
                cursors,
                hub.feed,
                new BlobUses(sweep::release),
                Loops.unobserved());
    }

    private Media store(String text) throws IOException {
        return blobs.store(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text/plain", "a.txt", 1_000);
    }

    private boolean isThere(Media media) throws IOException {
        try (var bytes = blobs.open(media.blob())) {
            return bytes.read() >= 0;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private void say(String externalId, Media media) {
        hub.take(hub.event("amy", Keys.message(externalId), Message.of(externalId, new Content.File(media))));
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /// Waits until the reader has read everything.
    private void read() {
        await().until(() -> databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> cursors.hasReadUntil(
                                tx, MediaConfiguration.USES, now.get().plusSeconds(1))));
    }
}
