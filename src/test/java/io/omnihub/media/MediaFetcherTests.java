package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.TestClock;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatus.State;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.FetchesMedia;
import io.omnihub.channel.Hold;
import io.omnihub.channel.Holds;
import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Partitions;
import io.omnihub.errand.Errands;
import io.omnihub.identity.AuditLog;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class MediaFetcherTests {

    private static final PlayableVoices NONE = new PlayableVoices("", new NoBlobs(), Duration.ZERO);
    private static final String HASH = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private final ChannelStatuses statuses = new ChannelStatuses(clock);
    private Holds holds;
    private final Platform platform = new Platform();
    private Database database;
    private Hub hub;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @OnBothDatabases
    void eachUnfetchedPartIsFetchedAndToldToTheLogOnce(Database.Kind kind) {
        open(kind, platform);
        say(
                new Content.Text("look"),
                new Content.Image(Media.external("m1", "")),
                new Content.File(Media.stored(HASH, "", 3, "")),
                new Content.Video(Media.external("m2", ""), 0, null));
        await().until(() -> states().equals(List.of("done", "done")));
        assertThat(platform.asked).containsExactlyInAnyOrder("m1", "m2");
        awaitTold();
        assertThat(stored()).extracting(MediaStored::part).containsExactlyInAnyOrder(1, 3);
        assertThat(stored())
                .allSatisfy(media -> assertThat(media.media().blob()).isEqualTo(HASH));
    }

    @OnBothDatabases
    void whatThePlatformHasNoMoreFailsVisibly(Database.Kind kind) {
        platform.answers.add(() -> {
            throw new ChannelRejectedException("40007", "the media id has ended");
        });
        open(kind, platform);
        say(new Content.Image(Media.external("m1", "")));
        await().until(() -> states().equals(List.of("failed")));
        assertThat(reasons()).containsExactly("the media id has ended (40007)");
        awaitTold();
        assertThat(stored()).singleElement().satisfies(told -> {
            assertThat(told.reason()).isEqualTo("the media id has ended (40007)");
            assertThat(told.media().isStored()).isFalse();
            assertThat(told.media().externalId()).isEqualTo("m1");
        });
        assertThat(codes()).containsExactly("40007");
    }

    @OnBothDatabases
    void anUnavailablePlatformIsAskedAgainLaterAndGivenUpAfterThreeDays(Database.Kind kind) {
        for (int i = 0; i < 200; i++) {
            platform.answers.add(() -> {
                throw new ChannelUnavailableException("busy");
            });
        }
        open(kind, platform);
        say(new Content.Image(Media.external("m1", "")));
        await().until(() -> reasons().equals(List.of("busy")));
        assertThat(platform.asked).hasSize(1);
        clock.forward(Duration.ofSeconds(5));
        await().until(() -> platform.asked.size() == 2);
        await().until(() -> states().equals(List.of("pending")));
        clock.forward(Duration.ofDays(3));
        await().until(() -> states().equals(List.of("dead")));
        awaitTold();
        assertThat(stored()).singleElement().extracting(MediaStored::reason).isEqualTo("busy");
        assertThat(codes()).containsExactly("given-up");
    }

    @OnBothDatabases
    void aFaultOfOursIsTriedAFewTimes(Database.Kind kind) {
        for (int i = 0; i < 5; i++) {
            platform.answers.add(() -> {
                throw new IllegalStateException("a bug");
            });
        }
        open(kind, platform);
        say(new Content.Image(Media.external("m1", "")));
        for (int i = 1; i < 5; i++) {
            int attempts = i;
            await().until(() -> platform.asked.size() == attempts && states().equals(List.of("pending")));
            clock.forward(Duration.ofHours(1));
        }
        await().until(() -> states().equals(List.of("dead")));
        assertThat(reasons()).containsExactly("a fault of the hub, IllegalStateException");
    }

    @OnBothDatabases
    void whatANodeDidNotFinishIsFetchedAgainAndToldOnce(Database.Kind kind) {
        open(kind, platform);
        say(new Content.Image(Media.external("m1", "")));
        await().until(() -> states().equals(List.of("done")));
        awaitTold();
        // As if the node had died between telling the log and recording it.
        database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("update errand set state = 'claimed', owner = 'dead', next_attempt_at = 0")
                        .update());
        await().until(() -> states().equals(List.of("done")));
        assertThat(platform.asked).hasSize(2);
        awaitTold();
        assertThat(stored()).hasSize(1);
    }

    @OnBothDatabases
    void aChannelIsAskedForAFewAtOnce(Database.Kind kind) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 10; i++) {
            platform.answers.add(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return Media.stored(HASH, "", 3, "");
            });
        }
        open(kind, platform);
        for (int i = 0; i < 10; i++) {
            say(new Content.Image(Media.external("m" + i, "")));
        }
        await().until(() -> states().size() == 10 && platform.asked.size() == 2);
        go.countDown();
        await().until(() -> states().stream().allMatch("done"::equals));
        assertThat(platform.most).isEqualTo(2);
    }

    @OnBothDatabases
    void aPausedInboxStillFetchesAndADrainedOneWaits(Database.Kind kind) {
        platform.answers.add(() -> {
            throw new ChannelUnavailableException("busy");
        });
        open(kind, platform);
        holds.hold(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, Hold.Mode.PAUSE, "li");
        say(new Content.Image(Media.external("m1", "")));
        await().until(() -> reasons().equals(List.of("busy")));
        assertThat(status())
                .extracting(ChannelStatus::state, ChannelStatus::reason)
                .containsExactly(State.DEGRADED, Reason.FETCH);
        clock.forward(Duration.ofSeconds(5));
        await().until(() -> states().equals(List.of("done")));
        assertThat(status().state()).isEqualTo(State.ONLINE);

        Hold drained = holds.hold(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, Hold.Mode.DRAIN, "li");
        say(new Content.Image(Media.external("m2", "")));
        await().until(() -> holds.counts().waiting(drained) == 1);
        assertThat(holds.counts().underWay(drained)).isZero();
        clock.forward(Duration.ofDays(4));
        // The step that gives up what is late has run on it.
        await().until(() -> putAside());
        assertThat(platform.asked).doesNotContain("m2");

        holds.release(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, "li");
        await().until(() -> states().equals(List.of("done", "done")));
        assertThat(platform.asked).endsWith("m2");
    }

    private boolean putAside() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select count(*) from errand where state = 'pending' and next_attempt_at > ?")
                        .param(clock.millis())
                        .query((row, _) -> row.getLong(1) == 1)
                        .single());
    }

    private ChannelStatus status() {
        return statuses.of(Hub.TENANT, Hub.INBOX);
    }

    private void open(Database.Kind kind, FetchesMedia channel) {
        Databases databases = TestDatabases.open(kind, directory);
        open.add(databases);
        database = databases.database();
        hub = new Hub(database, new Partitions(1), clock);
        open.add(hub);
        MediaProperties settings = new MediaProperties(
                2,
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofDays(3),
                5,
                Duration.ofMinutes(10),
                Duration.ofMillis(50),
                "",
                "",
                Duration.ofDays(30));
        Fetches fetches =
                new Fetches(database, hub.reader, List.of(channel), statuses, NONE, hub.conversations, hub.commands);
        holds = new Holds(database, new AuditLog(database, clock), clock);
        Errands errands =
                new Errands(database, settings.errands(), fetches, clock, () -> 0.5, "node", Loops.unobserved());
        holds.add(errands);
        Loop fetcher = errands.runner("media-fetcher", fetches, settings.concurrency());
        LogWorker reader = new LogWorker(
                "media",
                1,
                database,
                new Cursors(database, clock),
                hub.feed,
                new MediaReader(errands, Hub.CHANNEL::equals),
                Loops.unobserved());
        errands.teller().loop().start();
        open.add(errands.teller().loop()::stop);
        fetcher.start();
        open.add(fetcher::stop);
        reader.start();
        open.add(reader::stop);
    }

    private void say(Content... parts) {
        String id = "m-" + clock.millis() + "-" + System.nanoTime();
        hub.take(hub.event("amy", Keys.message(id), new Message(id, List.of(parts), null)));
    }

    private List<String> states() {
        return column("state");
    }

    private List<String> reasons() {
        return column("reason");
    }

    private void awaitTold() {
        await().until(() -> database.read(
                Tenants.ALL,
                tx -> tx.sql()
                                .sql("select count(*) from errand where untold = 1 or result <> ''")
                                .query(Integer.class)
                                .single()
                        == 0));
    }

    private List<String> column(String name) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select " + name + " from errand order by place, part")
                        .query(String.class)
                        .list());
    }

    /// Why bytes can't be had.
    private List<String> codes() {
        return hub.entries("amy").stream()
                .filter(entry -> entry.change() instanceof MediaStored)
                .map(entry -> entry.metadata().getOrDefault("code", ""))
                .toList();
    }

    private List<MediaStored> stored() {
        return hub.entries("amy").stream()
                .map(Entry::change)
                .filter(MediaStored.class::isInstance)
                .map(MediaStored.class::cast)
                .toList();
    }

    /// A platform that has every file, unless the test says otherwise.
    /// Nothing is converted here.
    private static final class NoBlobs implements Blobs {

        @Override
        public long size(String blob) throws NoSuchFileException {
            throw new NoSuchFileException(blob);
        }

        @Override
        public Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException {
            throw new IOException("nothing is stored here");
        }

        @Override
        public InputStream open(String blob) throws IOException {
            throw new NoSuchFileException(blob);
        }
    }

    private static final class Platform implements FetchesMedia {

        final List<String> asked = new CopyOnWriteArrayList<>();
        final List<Supplier<Media>> answers = new CopyOnWriteArrayList<>();
        private int running;
        private volatile int most;

        @Override
        public boolean fetches(ChannelId channel) {
            return channel.equals(Hub.CHANNEL);
        }

        @Override
        public Media fetch(TenantId tenant, InboxId inbox, Media media) {
            Supplier<Media> answer;
            synchronized (this) {
                running++;
                most = Math.max(most, running);
                asked.add(media.externalId());
                answer = answers.isEmpty() ? () -> Media.stored(HASH, "", 3, "") : answers.removeFirst();
            }
            try {
                return answer.get();
            } finally {
                synchronized (this) {
                    running--;
                }
            }
        }
    }
}
