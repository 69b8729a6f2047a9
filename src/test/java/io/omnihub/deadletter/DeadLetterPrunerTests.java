package io.omnihub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.TestClock;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterPrunerTests {

    private static final TenantId ACME = new TenantId("acme");
    private static final int MANY = 45;

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final DeadLetters letters = new DeadLetters();

    @OnBothDatabases
    void whatWasProcessedAgainLongAgoGoesAndTheOthersStay(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            for (int i = 0; i < MANY; i++) {
                add(database, "replayed-" + i, clock.instant());
            }
            add(database, "waits", null);
            add(database, "lately", clock.instant().plusMillis(1));
            DeadLetterPruner pruner = new DeadLetterPruner(database, clock);

            clock.forward(Duration.ofDays(30));
            pruner.prune();
            assertThat(all(database)).hasSize(MANY + 2);
            clock.forward(Duration.ofMillis(1));
            pruner.prune();
            assertThat(all(database)).extracting(DeadLetter::id).containsExactlyInAnyOrder("waits", "lately");
        }
    }

    @OnBothDatabases
    void thoseThatWaitAreFoundByTheirTimeAndRouteOldestFirstAndNoMoreThanAskedFor(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            Instant first = clock.instant();
            for (int i = 0; i < 5; i++) {
                add(database, "letter-" + i, i == 1 ? clock.instant() : null);
                clock.forward(Duration.ofSeconds(1));
            }
            assertThat(waiting(database, "", first, clock.instant(), 3))
                    .containsExactly("letter-0", "letter-2", "letter-3");
            assertThat(waiting(database, "route", first.plusSeconds(2), first.plusSeconds(4), 10))
                    .containsExactly("letter-2", "letter-3");
            assertThat(waiting(database, "another", first, clock.instant(), 10)).isEmpty();
        }
    }

    private List<String> waiting(Database database, String route, Instant from, Instant until, int limit) {
        return database.read(Tenants.of(ACME), tx -> letters.waiting(tx, ACME, route, from, until, limit));
    }

    private void add(Database database, String id, @Nullable Instant replayedAt) {
        DeadLetter letter = new DeadLetter(
                id,
                ACME,
                "channel",
                "shop",
                "route",
                "malformed",
                DeadLetter.Kind.RAW,
                id,
                "text/plain",
                new byte[] {1},
                "direct:again",
                clock.instant(),
                null);
        database.write(Tenants.of(ACME), tx -> {
            letters.add(tx, letter);
            if (replayedAt != null) {
                letters.markReplayed(tx, ACME, id, replayedAt);
            }
            return id;
        });
    }

    private List<DeadLetter> all(Database database) {
        return database.read(Tenants.of(ACME), tx -> letters.list(tx, ACME, Long.MAX_VALUE, "", 100));
    }
}
