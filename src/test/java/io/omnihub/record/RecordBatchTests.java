package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.buffer.RawRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/// What a transaction makes of what systems tell.
final class RecordBatchTests {

    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    private static final TenantId TENANT = TenantId.DEFAULT;

    private final Records records = new Records();

    @TempDir
    private Path directory;

    @OnBothDatabases
    void theNewestVersionStandsWhateverTheOrderInWhichTheyCome(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            assertThat(store(database, version(1, "new"), version(3, "shipped"), version(2, "paid")))
                    .containsExactly(RecordBatch.Result.CHANGED, RecordBatch.Result.CHANGED, RecordBatch.Result.LATE);
            assertThat(store(database, version(2, "paid"), version(3, "shipped"), version(1, "new")))
                    .as("the same again")
                    .containsOnly(RecordBatch.Result.KNOWN);

            assertThat(only(database).record().state()).isEqualTo("shipped");
            assertThat(states(database)).containsExactly("shipped", "paid", "new");
        }
    }

    @OnBothDatabases
    void whereTheSystemCountsNoVersionsItsTimesTell(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(database, "\"time\": \"2026-01-03T00:00:00Z\", \"state\": \"b\"");
            store(database, "\"time\": \"2026-01-02T00:00:00Z\", \"state\": \"a\"");
            assertThat(only(database).record().state()).isEqualTo("b");

            assertThat(store(database, "\"time\": \"2026-01-03T00:00:00Z\", \"state\": \"c\""))
                    .as("another change in the same second")
                    .containsExactly(RecordBatch.Result.CHANGED);
            assertThat(store(database, "\"time\": \"2026-01-03T00:00:00Z\", \"state\": \"b\""))
                    .as("the first of that second again")
                    .containsExactly(RecordBatch.Result.KNOWN);
            assertThat(only(database).record().state()).isEqualTo("c");
        }
    }

    @OnBothDatabases
    void whereThereIsNeitherTheIdOfItsEventTellsWhatCameAgain(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(database, "\"event\": \"e1\", \"state\": \"open\"");
            store(database, "\"event\": \"e2\", \"state\": \"closed\"");
            assertThat(store(database, "\"event\": \"e1\", \"state\": \"open\""))
                    .containsExactly(RecordBatch.Result.KNOWN);
            assertThat(only(database).record().state()).isEqualTo("closed");

            assertThat(store(database, "\"event\": \"e3\", \"state\": \"open\""))
                    .containsExactly(RecordBatch.Result.CHANGED);
            assertThat(only(database).record().state()).isEqualTo("open");
        }
    }

    @OnBothDatabases
    void whereThereIsNeitherWhatComesLaterIsNewerWhateverTheClockSays(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            Told paid = told(NOW, "order", "1", "\"state\": \"paid\"");
            Told cancelled = told(NOW.minusSeconds(3_600), "order", "1", "\"state\": \"cancelled\"");
            assertThat(store(database, paid, cancelled)).containsOnly(RecordBatch.Result.CHANGED);
            assertThat(only(database).record().state()).isEqualTo("cancelled");

            assertThat(store(database, paid, cancelled))
                    .as("the same again, after a crash")
                    .containsOnly(RecordBatch.Result.KNOWN);
            assertThat(only(database).record().state()).isEqualTo("cancelled");
        }
    }

    @OnBothDatabases
    void aVersionIsToldInTheConversationThatWasChosenFirst(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            RecordNotices notices = new RecordNotices(databases.database(), Clock.systemUTC());
            store(databases.database(), "\"version\": 1, \"tell\": \"agents\"");
            RecordNotices.Notice notice = notices.next(10).getFirst();
            ConversationId first = new ConversationId("c-1");

            assertThat(notices.decide(notice, first)).contains(first);
            assertThat(notices.decide(notice, new ConversationId("c-2"))).contains(first);
            assertThat(notices.next(10).getFirst().conversation()).isEqualTo(first);
            notices.forget(notice);
            assertThat(notices.next(10)).isEmpty();
        }
    }

    @OnBothDatabases
    void whatThisVersionCannotTellHoldsNobodyUp(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            RecordNotices notices = new RecordNotices(database, Clock.systemUTC());
            store(database, "\"version\": 1, \"tell\": \"agents\"");
            int _ = database.write(
                    Tenants.ALL,
                    tx -> tx.sql()
                            .sql("update record_notice set body = ?")
                            .param("{\"type\": \"order\", \"key\": \"1\", \"tone\": \"pink\"}"
                                    .getBytes(StandardCharsets.UTF_8))
                            .update());
            store(database, "\"version\": 2, \"state\": \"new\", \"tell\": \"agents\"");

            assertThat(notices.next(10))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.number()).isEqualTo(2));
            assertThat(notices.next(10)).hasSize(1);
        }
    }

    @OnBothDatabases
    void noTenantWaitsBehindAnothersFlood(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(
                    database,
                    IntStream.range(0, 30)
                            .mapToObj(i -> told("order", "k" + i, "\"tell\": \"agents\""))
                            .toArray(Told[]::new));
            TenantId other = new TenantId("other");
            Told one = told("order", "1", "\"tell\": \"agents\"");
            Told theirs = new Told(
                    other,
                    one.source(),
                    "theirs",
                    one.record(),
                    one.version(),
                    one.digest(),
                    one.knownBy(),
                    one.body(),
                    one.at(),
                    one.receivedAt());
            var _ = database.write(Tenants.of(other), tx -> RecordBatch.store(tx, database.kind(), List.of(theirs)));

            assertThat(new RecordNotices(database, Clock.systemUTC()).next(5))
                    .hasSize(6)
                    .anySatisfy(notice -> assertThat(notice.tenant()).isEqualTo(other));
        }
    }

    @OnBothDatabases
    void aVersionThatBringsNothingNewKeepsOlderOnesOut(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(database, version(1, "a"), version(5, "a"), version(3, "b"));

            assertThat(only(database).record().state()).isEqualTo("a");
            assertThat(only(database).changes()).isEqualTo(2);
        }
    }

    @OnBothDatabases
    void whoseItIsFollowsTheNewestVersion(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(database, "\"version\": 1, \"contact\": {\"phone\": \"1\"}");
            store(database, "\"version\": 2, \"contact\": {\"email\": \"a@b.example\"}");

            assertThat(of(database, new KnownBy("phone", "1"))).isEmpty();
            assertThat(of(database, new KnownBy("email", "A@b.example"))).hasSize(1);
        }
    }

    @OnBothDatabases
    void aCustomerJoinsWhatOneIsKnownBy(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(database, "\"contact\": {\"memberNumber\": \"M1\"}");
            store(database, told("customer", "c1", "\"contact\": {\"memberNumber\": \"M1\", \"wechat-main\": \"oX\"}"));

            List<KnownBy> all = database.read(
                    Tenants.of(TENANT), tx -> records.more(tx, TENANT, List.of(new KnownBy("wechat-main", "oX"))));
            assertThat(of(database, all.toArray(KnownBy[]::new))).hasSize(2);
        }
    }

    @OnBothDatabases
    void aContactsManyRecordsAreGivenOutPageByPageTheLastChangedFirst(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(
                    database,
                    IntStream.range(0, 130)
                            .mapToObj(i -> told(
                                    "order",
                                    "k" + i,
                                    "\"time\": \"%s\", \"contact\": {\"phone\": \"1\"}".formatted(NOW.plusSeconds(i))))
                            .toArray(Told[]::new));

            List<KnownBy> known = List.of(new KnownBy("phone", "1"));
            List<Records.Kept> first =
                    database.read(Tenants.of(TENANT), tx -> records.of(tx, TENANT, known, null, 100));
            Records.Kept last = first.getLast();
            List<Records.Kept> second = database.read(
                    Tenants.of(TENANT),
                    tx -> records.of(tx, TENANT, known, new Records.Mark(last.changedAt(), last.id()), 100));
            assertThat(first).hasSize(100);
            assertThat(first.getFirst().record().key()).isEqualTo("k129");
            assertThat(second).hasSize(30);
            assertThat(second.getLast().record().key()).isEqualTo("k0");
        }
    }

    @OnBothDatabases
    void ofOneRecordAHundredChangesAreKept(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(
                    database,
                    IntStream.rangeClosed(1, 120)
                            .mapToObj(i -> told("order", "1", version(i, "s" + i)))
                            .toArray(Told[]::new));

            assertThat(states(database)).hasSize(100).startsWith("s120").endsWith("s21");
            assertThat(only(database).changes()).isEqualTo(120);
        }
    }

    @OnBothDatabases
    void anotherTenantsRecordsAreNotSeen(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            store(database, version(1, "a"));
            TenantId other = new TenantId("other");
            String id = only(database).id();

            Optional<Records.Kept> seen = database.read(Tenants.of(other), tx -> records.find(tx, other, id));
            assertThat(seen).isEmpty();
        }
    }

    private static String version(int version, String state) {
        return "\"version\": %d, \"state\": \"%s\"".formatted(version, state);
    }

    private static List<RecordBatch.Result> store(Database database, String... more) {
        return store(
                database, Stream.of(more).map(each -> told("order", "1", each)).toArray(Told[]::new));
    }

    private static List<RecordBatch.Result> store(Database database, Told... all) {
        return database.write(Tenants.of(TENANT), tx -> RecordBatch.store(tx, database.kind(), List.of(all)));
    }

    private static Told told(String type, String key, String more) {
        return told(NOW, type, key, more);
    }

    private static Told told(Instant receivedAt, String type, String key, String more) {
        String json = "{\"type\": \"%s\", \"key\": \"%s\", %s}".formatted(type, key, more);
        return Told.of(new RawRecord(
                TENANT,
                new InboxId("erp"),
                new ChannelId("erp"),
                receivedAt,
                new Raw("application/json", json.getBytes(StandardCharsets.UTF_8))));
    }

    private Records.Kept only(Database database) {
        String id = Told.id(TENANT, new InboxId("erp"), "order", "1");
        return database.read(Tenants.of(TENANT), tx -> records.find(tx, TENANT, id))
                .orElseThrow();
    }

    private List<String> states(Database database) {
        String id = only(database).id();
        return database.read(Tenants.of(TENANT), tx -> records.history(tx, TENANT, id)).stream()
                .map(past -> past.record().state())
                .toList();
    }

    private List<Records.Kept> of(Database database, KnownBy... known) {
        return database.read(Tenants.of(TENANT), tx -> records.of(tx, TENANT, List.of(known), null, 10));
    }
}
