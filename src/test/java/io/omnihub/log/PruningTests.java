package io.omnihub.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.conversation.Partitions;
import io.omnihub.message.Entry;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTests {

    private static final Duration RETENTION = Duration.ofDays(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T08:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private Databases databases;
    private Hub hub;
    private Cursors cursors;
    private LogPruner pruner;

    @AfterEach
    void close() {
        if (databases != null) {
            hub.close();
            databases.close();
        }
    }

    @OnBothDatabases
    void whatIsOldAndReadGoes(Database.Kind kind) {
        open(kind);
        say(500);
        now.updateAndGet(instant -> instant.plus(RETENTION.plusDays(1)));
        hub.take(hub.text("amy", "new", "hello"));
        read("delivery", 502);

        pruner.prune();

        assertThat(hub.entries("amy")).extracting(Entry::position).containsExactly(502L);
        assertThat(hub.take(hub.text("amy", "newer", "there")))
                .isEqualTo(new Outcome.Stored(hub.id("amy"), 503, false));
    }

    @OnBothDatabases
    void whatALaterVersionWroteGoesLikeTheRest(Database.Kind kind) {
        open(kind);
        say(100);
        databases
                .database()
                .write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("update entry set kind = 'hologram.shown', visibility = 9, body = ?"
                                        + " where id in (10, 64, 101)")
                                .param(new byte[] {1, 2, 3})
                                .update());
        now.updateAndGet(instant -> instant.plus(RETENTION.plusDays(1)));
        hub.take(hub.text("amy", "new", "hello"));
        read("delivery", 102);

        pruner.prune();

        assertThat(hub.entries("amy")).extracting(Entry::position).containsExactly(102L);
    }

    @OnBothDatabases
    void noReaderIsPassed(Database.Kind kind) {
        open(kind);
        say(500);
        now.updateAndGet(instant -> instant.plus(RETENTION.plusDays(1)));
        read("delivery", 501);
        read("slow", 300);

        pruner.prune();
        assertThat(hub.entries("amy").getFirst().position()).isEqualTo(301);

        read("slow", 301);
        pruner.prune();
        assertThat(hub.entries("amy").getFirst().position()).isEqualTo(302);
    }

    @OnBothDatabases
    void aReaderThatHasNotBegunInAPartitionHoldsItUp(Database.Kind kind) {
        open(kind);
        say(10);
        now.updateAndGet(instant -> instant.plus(RETENTION.plusDays(1)));
        read("delivery", 11);
        databases.database().write(Tenants.ALL, tx -> cursors.lock(tx, "other", 1, 0));

        pruner.prune();

        assertThat(hub.entries("amy")).hasSize(11);
    }

    @OnBothDatabases
    void whatIsYoungStays(Database.Kind kind) {
        open(kind);
        say(10);
        read("delivery", 11);
        now.updateAndGet(instant -> instant.plus(RETENTION.minusMillis(1)));

        pruner.prune();

        assertThat(hub.entries("amy")).hasSize(11);
    }

    @OnBothDatabases
    void aReaderThatIsSetBackTooFarIsToldFromWhereItCanRead(Database.Kind kind) throws InterruptedException {
        open(kind);
        say(100);
        now.updateAndGet(instant -> instant.plus(RETENTION.plusDays(1)));
        hub.take(hub.text("amy", "new", "hello"));
        read("delivery", 60);
        pruner.prune();
        hub.tail.forget(0);

        assertThatThrownBy(() -> hub.feed.next(0, 10, 100, Duration.ofSeconds(1), _ -> true))
                .isInstanceOf(PrunedException.class)
                .hasMessage("entries of partition 0 right after position 10 were removed: read on after 60");
        assertThat(hub.feed.next(0, 60, 100, Duration.ofSeconds(1), _ -> true))
                .extracting(Entry::position)
                .startsWith(61L);
    }

    @OnBothDatabases
    void aNewReaderBeginsWithWhatThereIs(Database.Kind kind) {
        open(kind);
        say(100);
        now.updateAndGet(instant -> instant.plus(RETENTION.plusDays(1)));
        read("delivery", 60);
        pruner.prune();

        long begin = databases.database().write(Tenants.ALL, tx -> cursors.lock(tx, "new", 0, 0));
        assertThat(begin).isEqualTo(60);
    }

    /// What it remembers of a conversation may have changed in what it can't read any more.
    @OnBothDatabases
    void aNodeThatWroteNothingForLongForgetsWhatItKnew(Database.Kind kind) {
        open(kind);
        try (Hub other = new Hub(databases.database(), new Partitions(1), clock)) {
            other.take(other.text("amy", "m", "hello"));
            say(100);
            now.updateAndGet(instant -> instant.plus(RETENTION.plusDays(1)));
            read("delivery", 102);
            pruner.prune();

            assertThat(other.take(other.text("amy", "late", "hello")))
                    .isInstanceOfSatisfying(
                            Outcome.Stored.class,
                            stored -> assertThat(stored.sequence()).isGreaterThan(101));
        }
    }

    @Test
    void aRetentionOfLessThanADayIsRefused() {
        for (Duration wrong : List.of(Duration.ofHours(23), Duration.ofDays(-1))) {
            assertThatThrownBy(() -> new LogPruner(null, clock, wrong))
                    .hasMessage("omnihub.log.retention: must be at least 1d, or 0 to keep everything");
        }
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        hub = new Hub(databases.database(), new Partitions(1), clock);
        cursors = new Cursors(databases.database(), clock);
        pruner = new LogPruner(databases.database(), clock, RETENTION);
    }

    private void say(int messages) {
        for (int i = 0; i < messages; i++) {
            hub.take(hub.text("amy", "m" + i, "text " + i));
        }
    }

    private void read(String reader, long position) {
        databases.database().write(Tenants.ALL, tx -> {
            cursors.lock(tx, reader, 0, 0);
            cursors.move(tx, reader, 0, position);
            return position;
        });
    }
}
