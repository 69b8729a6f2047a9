package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.message.Body;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log of two partitions, and events whose routing key does not lead to their conversation's.
class ManyPartitionsTests {

    private static final Partitions TWO = new Partitions(2);
    private static final String SHOP = "shop";
    private static final String USER = inPartition(1 - TWO.of(SHOP));

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Databases databases;
    private DatabaseProperties properties;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @OnBothDatabases
    void anEventOfAnotherPartitionIsHandedOnUnderTheSameKey(Database.Kind kind) {
        Hub hub = open(kind);
        hub.take(hub.text(USER, "m1", "hello"));

        Outcome outcome = hub.take(receipt(hub, "m1"));

        assertThat(outcome).isEqualTo(new Outcome.Stored(hub.id(USER), 3, false));
        assertThat(hub.take(receipt(hub, "m1"))).isEqualTo(new Outcome.Stored(hub.id(USER), 3, true));
        assertThat(hub.kinds(USER)).containsExactly("session.opened", "message.created", "receipt.recorded");
        assertThat(hub.conversation(USER).partition()).isEqualTo(TWO.of(USER));
    }

    @OnBothDatabases
    void whatIsHandedOnKeepsItsOrder(Database.Kind kind) {
        Hub hub = open(kind);
        hub.take(hub.text(USER, "m1", "0"));
        List<CompletableFuture<Outcome>> outcomes = IntStream.rangeClosed(1, 1_000)
                .mapToObj(i -> hub.engine.take(edit(hub, i), false))
                .toList();
        outcomes.forEach(outcome -> outcome.orTimeout(60, TimeUnit.SECONDS).join());

        assertThat(hub.entries(USER).stream()
                        .filter(entry -> entry.change() instanceof Edit)
                        .map(entry ->
                                ((Content.Text) ((Edit) entry.change()).parts().getFirst()).text()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 1_000)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @OnBothDatabases
    void whatWaitsInOnePartitionJoinsItsMessageInAnother(Database.Kind kind) {
        Hub hub = open(kind);

        assertThat(hub.take(receipt(hub, "m1"))).isEqualTo(new Outcome.Waiting());
        assertThat(hub.take(hub.text(USER, "m1", "hello"))).isEqualTo(new Outcome.Stored(hub.id(USER), 2, false));

        assertThat(hub.kinds(USER)).containsExactly("session.opened", "message.created", "receipt.recorded");
    }

    @Test
    void aReceiptAndItsMessageThatAreCommittedAtOnceInTwoPartitionsMeet() {
        Hub plain = open(Database.Kind.POSTGRESQL);
        FaultyDatabase slow = new FaultyDatabase(databases.database());
        Hub other = track(new Hub(slow, TWO, Clock.systemUTC()));
        CompletableFuture<Void> release = new CompletableFuture<>();
        slow.hold(release);
        CompletableFuture<Outcome> receipt = other.engine.take(receipt(other, "m1"), false);
        await().until(() -> locks(true) > 0);

        CompletableFuture<Outcome> message = plain.engine.take(plain.text(USER, "m1", "hello"), false);
        await().until(() -> message.isDone() || locks(false) > 0);
        release.complete(null);

        assertThat(receipt.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(new Outcome.Waiting());
        assertThat(message.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.Stored.class);
        assertThat(plain.kinds(USER)).containsExactly("session.opened", "message.created", "receipt.recorded");
    }

    @Test
    void whoHoldsOnePartitionForLongIsEndedThoughTheOtherPartitionsAreFree() throws SQLException {
        Hub hub = open(Database.Kind.POSTGRESQL);
        String other = inPartition(TWO.of(SHOP));
        hub.take(hub.text(USER, "m1", "hello"));
        try (Connection frozen =
                        DriverManager.getConnection(properties.url(), properties.user(), properties.password());
                Statement statement = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            statement.execute("select 1 from partition where id = " + TWO.of(USER) + " for update");
            CompletableFuture<Outcome> stuck = hub.engine.take(hub.text(USER, "m2", "there"), false);
            int sent = 0;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
            while (!stuck.isDone() && System.nanoTime() < end) {
                // The other partition is never without work.
                hub.take(hub.text(other, "o" + sent++, "on we go"));
            }

            assertThat(stuck).isCompletedWithValue(new Outcome.Stored(hub.id(USER), 3, false));
        }
    }

    @OnBothDatabases
    void partitionsCantBecomeFewer(Database.Kind kind) {
        Hub hub = open(kind);
        hub.take(hub.text(inPartition(1), "m1", "hello"));

        assertThatThrownBy(() -> new Hub(databases.database()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("omnihub.partitions: is 1, but the log has 2 partitions, which can't become fewer");
    }

    @OnBothDatabases
    void aConversationStaysInItsPartitionWhenOthersAreAdded(Database.Kind kind) {
        databases = track(TestDatabases.open(kind, directory));
        String user = inPartition(1);
        try (Hub one = new Hub(databases.database())) {
            one.take(one.text(user, "m1", "hello"));
        }
        Hub two = track(new Hub(databases.database(), TWO, Clock.systemUTC()));

        assertThat(two.take(two.text(user, "m2", "there"))).isEqualTo(new Outcome.Stored(two.id(user), 3, false));
        assertThat(two.conversation(user).partition()).isZero();
        assertThat(EngineTests.texts(two.reader.after(0, 0, 10))).containsExactly("hello", "there");
    }

    @OnBothDatabases
    void howManyThereAreIsWrittenDown(Database.Kind kind) {
        Hub hub = open(kind);
        PartitionCount count = new StoredPartitionCount(hub.database);
        assertThat(count.opened()).isZero();

        count.open(2);
        assertThat(count.opened()).isEqualTo(2);
        assertThatThrownBy(() -> new Hub(databases.database()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("can't become fewer");
        count.open(3);
        assertThat(count.opened()).isEqualTo(3);
    }

    /// It would write what belongs to partitions that it does not know.
    @OnBothDatabases
    void aNodeThatKnowsOfFewerPartitionsWritesNothingAndLosesNothing(Database.Kind kind) {
        Hub hub = open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        new StoredPartitionCount(hub.database).open(3);

        CompletableFuture<Outcome> patient = hub.engine.take(hub.text("amy", "m2", "there"), false);
        CompletableFuture<Outcome> impatient = hub.engine.submit(hub.text("amy", "m3", "again"));

        assertThatThrownBy(impatient::join).hasCauseInstanceOf(BusyException.class);
        assertThat(hub.engine.inTrouble()).isTrue();
        assertThat(patient).isNotDone();
        assertThat(hub.kinds("amy")).containsExactly("session.opened", "message.created");
        assertThat(hub.deadLetters()).isEmpty();
    }

    private Hub open(Database.Kind kind) {
        if (kind == Database.Kind.POSTGRESQL) {
            properties = TestDatabases.newPostgres();
            databases = track(Databases.postgres(properties));
        } else {
            databases = track(TestDatabases.open(kind, directory));
        }
        return track(new Hub(databases.database(), TWO, Clock.systemUTC()));
    }

    private <T extends AutoCloseable> T track(T part) {
        open.add(part);
        return part;
    }

    /// How many locks on keys are held, or waited for behind another transaction.
    private int locks(boolean granted) {
        return databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql(
                                        granted
                                                ? "select count(*) from pg_locks where granted and relation = 'inbound_key'::regclass and mode = 'RowExclusiveLock'"
                                                : "select count(*) from pg_locks where not granted")
                                .query(Integer.class)
                                .single());
    }

    private static InboundEvent receipt(Hub hub, String externalId) {
        return byInbox(
                hub,
                Keys.receipt(externalId, Receipt.State.READ),
                new Receipt(MessageRef.external(externalId), Receipt.State.READ, "", "", ""));
    }

    private static InboundEvent edit(Hub hub, int number) {
        return byInbox(
                hub,
                Keys.edit("m1", Integer.toString(number)),
                new Edit(MessageRef.external("m1"), List.of(new Content.Text(Integer.toString(number)))));
    }

    private static InboundEvent byInbox(Hub hub, String key, Body body) {
        return hub.event(Hub.TENANT, SHOP, SHOP, key, Sender.HUB, Direction.INBOUND, body);
    }

    private static String inPartition(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "user" + i)
                .filter(name -> TWO.of(name) == partition)
                .findFirst()
                .orElseThrow();
    }
}
