package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.TestClock;
import io.omnihub.buffer.RawRecord;
import io.omnihub.channel.Inboxes;
import io.omnihub.contact.Contacts;
import io.omnihub.contact.TestOriginals;
import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Partitions;
import io.omnihub.identity.AuditLog;
import io.omnihub.keys.TestKeys;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Command;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import io.omnihub.record.RecordBatch.Result;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Records are erased for good, and end some day.
final class RecordErasuresTests {

    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final InboxId ERP = new InboxId("erp");
    private static final InboxId OTHER = new InboxId("other");
    private static final Duration LATER = Duration.ofMinutes(2);
    private static final List<String> TABLES = List.of(
            "select body from record",
            "select body from record_change",
            "select body from record_notice",
            "select body from entry",
            "select raw from entry");

    private final TestClock clock = new TestClock();

    @TempDir
    private Path directory;

    private Databases databases;
    private Database database;
    private Hub hub;
    private RecordTelling telling;
    private RecordErasures erasures;

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        database = databases.database();
        hub = new Hub(database, new Partitions(1), clock);
        RecordOwners owners = new RecordOwners(
                database,
                new Records(),
                new Contacts(),
                TestOriginals.open(database, TestKeys.open(database, directory.resolve("keys"))),
                hub.conversations,
                hub.tenants);
        telling = new RecordTelling(
                new RecordNotices(database, clock),
                owners,
                _ -> Optional.empty(),
                _ -> RecordCard.Client.ANY,
                hub.commands,
                clock);
        erasures = new RecordErasures(
                database,
                new Inboxes(List.of(List::of)),
                new ErasedCards(database, hub.conversations, hub.commands, clock),
                new AuditLog(database, clock),
                clock);
    }

    @AfterEach
    void close() {
        hub.close();
        databases.close();
    }

    @OnBothDatabases
    void oneIsGoneWithItsHistoryItsCardsAndWhatIsStillToBeTold(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "Where is it?"));
        store(told(ERP, "1", "\"version\": 1, \"state\": \"SECRET-A\", \"tell\": \"agents\", " + contact("amy")));
        telling.step();
        store(told(ERP, "1", "\"version\": 2, \"state\": \"SECRET-B\", \"tell\": \"agents\", " + contact("amy")));
        store(told(ERP, "2", "\"version\": 1, \"state\": \"another\", " + contact("amy")));
        assertThat(hub.kinds("amy")).contains("note.created");

        assertThat(erasures.one(TENANT, ERP, "order", "1", "ann")).isTrue();
        assertThat(erasures.one(TENANT, ERP, "order", "none", "ann")).isFalse();
        erasures.step();
        telling.step();

        assertThat(rowsWith("SECRET")).isZero();
        assertThat(hub.kinds("amy")).containsExactly("session.opened", "message.created", "erased", "erased");
        assertThat(keys("amy")).containsExactly("2");
        assertThat(rowsWith("another")).isEqualTo(2);
    }

    @OnBothDatabases
    void whatTheHubTookBeforeStaysAwayAndWhatIsToldLaterIsAnotherRecord(Database.Kind kind) {
        open(kind);
        Told before = told(ERP, "1", "\"version\": 7, \"state\": \"SECRET\", " + contact("amy"));
        Told queued = told(ERP, "1", "\"version\": 8, \"state\": \"SECRET\", " + contact("amy"));
        store(before);
        erasures.one(TENANT, ERP, "order", "1", "ann");
        assertThat(store(before, queued)).containsOnly(Result.ERASED);
        assertThat(rowsWith("SECRET")).isZero();

        clock.forward(Duration.ofSeconds(1));
        Told again = told(ERP, "1", "\"version\": 3, \"state\": \"new\", " + contact("amy"));
        assertThat(store(again, queued)).containsExactly(Result.CHANGED, Result.ERASED);
        step();
        clock.forward(LATER);
        step();
        assertThat(store(queued)).as("also when all has been looked for").containsOnly(Result.ERASED);
        assertThat(keys("amy")).containsExactly("1");
        assertThat(rowsWith("new")).isEqualTo(2);

        clock.forward(Duration.ofDays(91));
        step();
        erasures.forget();
        assertThat(orders("record")).isEmpty();
    }

    @OnBothDatabases
    void aRecordThatComesAgainIsToldAgain(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "Where is it?"));
        store(told(ERP, "1", "\"state\": \"paid\", \"tell\": \"agents\", " + contact("amy")));
        telling.step();
        erasures.one(TENANT, ERP, "order", "1", "ann");
        clock.forward(Duration.ofSeconds(1));
        store(told(ERP, "1", "\"state\": \"shipped\", \"tell\": \"agents\", " + contact("amy")));
        telling.step();
        step();
        clock.forward(LATER);
        step();

        assertThat(hub.kinds("amy").stream().filter("note.created"::equals)).hasSize(1);
        assertThat(rowsWith("shipped")).isEqualTo(3);
        assertThat(rowsWith("paid")).isZero();
    }

    /// As after a crash: it was chosen who is told, and then the record was erased.
    @OnBothDatabases
    void aCardThatWasUnderWayIsErasedWhenItComes(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "Where is it?"));
        store(told(ERP, "1", "\"state\": \"SECRET\", \"tell\": \"agents\", " + contact("amy")));
        RecordNotices notices = new RecordNotices(database, clock);
        RecordNotices.Notice notice = notices.next(1).getFirst();
        notices.decide(notice, hub.id("amy"));
        erasures.one(TENANT, ERP, "order", "1", "ann");
        step();
        assertThat(notices.decide(notice, hub.id("amy"))).isEmpty();
        hub.commands
                .tell(
                        hub.conversation("amy"),
                        RecordNotices.key(notice.id(), notice.toldAs()),
                        new Command.Note(List.of(RecordCard.card(notice, null)), 0))
                .join();
        assertThat(rowsWith("SECRET")).isEqualTo(1);

        clock.forward(Duration.ofSeconds(5));
        step();
        assertThat(rowsWith("SECRET")).isZero();
    }

    @OnBothDatabases
    void ofAContactAllAreErasedThatNameThePersonAndThoseThatWait(Database.Kind kind) {
        open(kind);
        store(IntStream.range(0, 230)
                .mapToObj(i -> told(ERP, "k" + i, contact(i < 220 ? "amy" : "bob")))
                .toArray(Told[]::new));
        Told waits = told(ERP, "waits", contact("amy"));
        Told other = told(ERP, "k3", contact("bob"));
        erasures.naming(TENANT, "c1", List.of(new KnownBy("shop", "amy")), "ann");
        clock.forward(Duration.ofSeconds(1));
        Told late = told(ERP, "k4", contact("bob"));
        Told taken = told(ERP, "k229", contact("amy"));

        assertThat(store(waits, other, late, taken))
                .containsExactly(Result.ERASED, Result.CHANGED, Result.CHANGED, Result.CHANGED);
        step();
        assertThat(keys("amy")).as("told of after it, in place of another").containsExactly("k229");
        assertThat(keys("bob")).hasSize(11).contains("k3", "k4");
        assertThat(changes("k3"))
                .as("what named the person is no history of it")
                .isEqualTo(1);
        assertThat(changes("k229")).as("what named another is").isEqualTo(2);
        assertThat(orders("value")).contains("amy");
        clock.forward(LATER);
        step();
        assertThat(orders("value")).doesNotContain("amy");
        assertThat(store(waits)).containsExactly(Result.ERASED);
    }

    /// Such as all that there were before it was noted when they came.
    @OnBothDatabases
    void whereNothingWasErasedAnOldRecordStaysWhatItIs(Database.Kind kind) {
        open(kind);
        store(told(ERP, "1", "\"version\": 1, " + contact("amy")));
        store(told(ERP, "1", "\"version\": 3, \"state\": \"paid\", " + contact("amy")));
        int _ = database.write(
                Tenants.ALL,
                tx -> tx.sql().sql("update record set received_at = 0").update());
        erasures.one(TENANT, ERP, "order", "another", "ann");
        clock.forward(Duration.ofSeconds(1));

        assertThat(store(
                        told(ERP, "1", "\"version\": 3, \"state\": \"paid\", " + contact("amy")),
                        told(ERP, "1", "\"version\": 2, \"state\": \"new\", " + contact("amy"))))
                .containsExactly(Result.KNOWN, Result.LATE);
        assertThat(changes("1")).isEqualTo(3);
    }

    @OnBothDatabases
    void whatIsKnownOfACardEndsWithItsEntry(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "Where is it?"));
        store(told(ERP, "1", "\"state\": \"paid\", \"tell\": \"agents\", " + contact("amy")));
        telling.step();
        RecordRetention retention =
                new RecordRetention(new RecordProperties(Duration.ZERO, Map.of()), Duration.ofDays(30), clock);
        clock.forward(Duration.ofDays(30));
        retention.prune(database);
        assertThat(cards()).isEqualTo(1);

        clock.forward(Duration.ofDays(1));
        retention.prune(database);
        assertThat(cards()).isZero();
    }

    @OnBothDatabases
    void ofASourceAllAreErasedButWhatItTellsMeanwhile(Database.Kind kind) {
        open(kind);
        store(IntStream.range(0, 150)
                .mapToObj(i -> told(ERP, "k" + i, "\"state\": \"SECRET\", \"tell\": \"agents\", " + contact("amy")))
                .toArray(Told[]::new));
        store(told(OTHER, "k1", contact("amy")), told(ERP, "ticket", "t1", contact("amy")));
        erasures.all(TENANT, ERP, "order", "ann");
        clock.forward(Duration.ofSeconds(1));
        assertThat(store(told(ERP, "k7", "\"state\": \"new\", " + contact("amy")), told(ERP, "n", contact("amy"))))
                .containsOnly(Result.CHANGED);
        step();

        assertThat(rowsWith("SECRET")).isZero();
        assertThat(keys("amy")).containsExactlyInAnyOrder("k1", "t1", "k7", "n");
        erasures.all(TENANT, ERP, "", "ann");
        step();
        assertThat(keys("amy")).containsExactly("k1");
    }

    @OnBothDatabases
    void thoseThatHaveNotChangedForAsLongAsTheyAreKeptAreGone(Database.Kind kind) {
        open(kind);
        RecordRetention retention = new RecordRetention(
                new RecordProperties(
                        Duration.ofDays(100), Map.of("ticket", Duration.ofDays(10), "invoice", Duration.ZERO)),
                Duration.ZERO,
                clock);
        Stream.of("order", "ticket", "invoice").forEach(type -> store(told(ERP, type, type, contact("amy"))));
        clock.forward(Duration.ofDays(11));
        store(told(ERP, "ticket", "young", contact("amy")));
        retention.prune(database);
        assertThat(keys("amy")).containsExactlyInAnyOrder("order", "invoice", "young");

        clock.forward(Duration.ofDays(90));
        retention.prune(database);
        assertThat(keys("amy")).containsExactly("invoice");
        assertThat(rowsWith("young")).isZero();
    }

    private void step() {
        erasures.step();
    }

    private static String contact(String user) {
        return "\"contact\": {\"shop\": \"" + user + "\"}";
    }

    private List<Result> store(Told... all) {
        return database.write(Tenants.of(TENANT), tx -> RecordBatch.store(tx, database.kind(), List.of(all)));
    }

    private Told told(InboxId source, String key, String more) {
        return told(source, "order", key, more);
    }

    private Told told(InboxId source, String type, String key, String more) {
        String json = "{\"type\": \"%s\", \"key\": \"%s\", %s}".formatted(type, key, more);
        return Told.of(new RawRecord(
                TENANT,
                source,
                new ChannelId("erp"),
                clock.instant(),
                new Raw("application/json", json.getBytes(StandardCharsets.UTF_8))));
    }

    private List<String> keys(String user) {
        return database
                .read(
                        Tenants.of(TENANT),
                        tx -> new Records().of(tx, TENANT, List.of(new KnownBy("shop", user)), null, 1_000))
                .stream()
                .map(kept -> kept.record().key())
                .toList();
    }

    private long changes(String key) {
        return database.read(
                        Tenants.of(TENANT), tx -> new Records().find(tx, TENANT, Told.id(TENANT, ERP, "order", key)))
                .orElseThrow()
                .changes();
    }

    private List<String> orders(String column) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select coalesce(" + column + ", '') from record_erasure")
                        .query((row, _) -> row.getString(1))
                        .list());
    }

    private int cards() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select record from record_card")
                        .query((row, _) -> row.getString(1))
                        .list()
                        .size());
    }

    private long rowsWith(String text) {
        return TABLES.stream()
                .flatMap(select -> database
                        .read(
                                Tenants.ALL,
                                tx -> tx.sql()
                                        .sql(select)
                                        .query((row, _) -> new String(
                                                row.getBytes(1) == null ? new byte[0] : row.getBytes(1),
                                                StandardCharsets.UTF_8))
                                        .list())
                        .stream())
                .filter(body -> body.contains(text))
                .count();
    }
}
