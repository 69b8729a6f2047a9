package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogFeed;
import io.omnihub.log.LogTail;
import io.omnihub.loop.Loops;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.message.SessionStatus;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import io.omnihub.wire.proto.Proto;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class EngineTroubleTests {

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Databases databases;
    private FaultyDatabase faulty;
    private Hub hub;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @OnBothDatabases
    void whileTheDatabaseIsAwayTheBufferedWaitAndClientsAreToldBusy(Database.Kind kind) {
        open(kind);
        faulty.away(true);
        CompletableFuture<Outcome> patient = hub.engine.take(hub.text("amy", "m1", "hello"), false);
        CompletableFuture<Outcome> client = hub.engine.submit(hub.text("amy", "m2", "there"));

        assertThatThrownBy(() -> client.orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BusyException.class);
        assertThat(patient).isNotDone();
        await().until(hub.engine::inTrouble);
        faulty.away(false);

        assertThat(patient.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.Stored.class);
        assertThat(EngineTests.texts(hub.entries("amy"))).containsExactly("hello");
        assertThat(hub.deadLetters()).isEmpty();
    }

    @OnBothDatabases
    void aCommitWhoseAnswerIsLostIsRunAgainAndTheKeysDecide(Database.Kind kind) {
        open(kind);
        faulty.loseAnswers(2);
        List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, 20)
                .mapToObj(i -> hub.engine.take(hub.text("amy", "m" + i, "text " + i), false))
                .toList();

        assertThat(outcomes.stream()
                        .map(outcome -> outcome.orTimeout(10, TimeUnit.SECONDS).join()))
                .extracting(outcome -> ((Outcome.Stored) outcome).sequence())
                .containsExactlyElementsOf(LongStream.rangeClosed(2, 21).boxed().toList());
        assertThat(hub.entries("amy")).hasSize(21);
    }

    @OnBothDatabases
    void twoEnginesOnOneDatabaseKeepEveryPositionAndSequenceGapless(Database.Kind kind) {
        open(kind);
        Hub other = new Hub(databases.database());
        open.add(other);
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Hub one = i % 2 == 0 ? hub : other;
            outcomes.add(one.engine.take(one.text("user" + i % 5, "m" + i, "text " + i), false));
        }
        // Every message once more, at the other engine.
        for (int i = 0; i < 600; i++) {
            Hub one = i % 2 == 0 ? other : hub;
            InboundEvent again = one.text("user" + i % 5, "m" + i, "text " + i);
            outcomes.add(one.engine.take(again, false));
        }
        List<Outcome.Stored> stored = outcomes.stream()
                .map(outcome ->
                        (Outcome.Stored) outcome.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();

        assertThat(stored).filteredOn(Outcome.Stored::duplicate).hasSize(600);
        List<Entry> log = hub.reader.after(0, 0, 10_000);
        assertThat(log)
                .extracting(Entry::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 605).boxed().toList());
        for (int user = 0; user < 5; user++) {
            assertThat(hub.entries("user" + user))
                    .extracting(Entry::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 121).boxed().toList());
        }
    }

    @OnBothDatabases
    void whereNotEvenADeadLetterCanBeWrittenTheEngineGoesOnLater(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        faulty.breakDown(4);

        assertThat(hub.take(hub.text("amy", "m2", "there"))).isInstanceOf(Outcome.Stored.class);
        await().until(() -> !hub.engine.inTrouble());
        assertThat(hub.deadLetters()).isEmpty();
    }

    @OnBothDatabases
    void aStatusOfALaterVersionIsNoReasonToRefuseAMessage(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        databases
                .database()
                .write(
                        Tenants.of(Hub.TENANT),
                        tx -> tx.sql()
                                .sql("update session set status = 'SNOOZED', body = ?")
                                .param(laterSession())
                                .update());
        try (Hub later = new Hub(databases.database())) {
            assertThat(later.take(later.text("amy", "m2", "there"))).isInstanceOf(Outcome.Stored.class);
            assertThat(later.conversation("amy").session().status()).isEqualTo(SessionStatus.UNKNOWN);
            assertThat(later.deadLetters()).isEmpty();
        }
    }

    @OnBothDatabases
    void aCommandThatMustUnderstandWhatALaterVersionWrotePausesTheEngineForAMoment(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        store(laterSession());
        try (Hub later = new Hub(databases.database())) {
            assertThatThrownBy(() -> later.command("amy", new Command.Resolve(0)))
                    .hasCauseInstanceOf(BusyException.class);
            await().until(() -> !later.engine.inTrouble());
            assertThat(later.deadLetters()).isEmpty();
        }
    }

    @OnBothDatabases
    void aSessionsChangeKeepsWhatALaterVersionAddedToIt(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        store(proto(laterSession()).toBuilder()
                .setStatus(Proto.SessionStatus.SESSION_STATUS_OPEN)
                .build()
                .toByteArray());
        try (Hub later = new Hub(databases.database())) {
            later.command("amy", new Command.Label(Set.of("vip"), Set.of(), 0));
        }
        byte[] kept = databases
                .database()
                .read(
                        Tenants.of(Hub.TENANT),
                        tx -> tx.sql()
                                .sql("select body from session")
                                .query(byte[].class)
                                .single());
        assertThat(proto(kept).getLabelsList()).containsExactly("vip");
        assertThat(proto(kept).getUnknownFields())
                .isEqualTo(proto(laterSession()).getUnknownFields());
    }

    @OnBothDatabases
    void whatCantBeReadInTheEnginesOwnTablesPausesItAndIsNoDeadLetter(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        byte[] whole = databases
                .database()
                .read(
                        Tenants.of(Hub.TENANT),
                        tx -> tx.sql()
                                .sql("select body from session")
                                .query(byte[].class)
                                .single());
        store(new byte[] {1, 2, 3});
        try (Hub other = new Hub(databases.database())) {
            CompletableFuture<Outcome> waiting = other.engine.take(other.text("amy", "m2", "there"), false);
            await().until(() -> other.engine.trouble().orElse("").startsWith("a session can't be read"));
            assertThat(waiting).isNotDone();

            store(whole);
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(Outcome.Stored.class);
            assertThat(other.deadLetters()).isEmpty();
        }
    }

    private void store(byte[] session) {
        databases
                .database()
                .write(
                        Tenants.of(Hub.TENANT),
                        tx -> tx.sql()
                                .sql("update session set body = ?")
                                .param(session)
                                .update());
    }

    private static Proto.ConversationView.Session proto(byte[] session) {
        try {
            return Proto.ConversationView.Session.parseFrom(session);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] laterSession() {
        return Proto.ConversationView.Session.newBuilder()
                .setId("s")
                .setNumber(1)
                .setStatusValue(99)
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                900,
                                UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                        .build())
                .setRevision(1)
                .build()
                .toByteArray();
    }

    @OnBothDatabases
    void theTimeOfTheLogDoesNotGoBackWithTheClock(Database.Kind kind) {
        open(kind);
        Instant noon = Instant.parse("2026-05-06T12:00:00Z");
        try (Hub ahead = new Hub(databases.database(), new Partitions(1), Clock.fixed(noon, ZoneOffset.UTC))) {
            ahead.take(ahead.text("amy", "m1", "hello"));
        }
        Clock setBack = Clock.fixed(noon.minusSeconds(3_600), ZoneOffset.UTC);
        try (Hub behind = new Hub(databases.database(), new Partitions(1), setBack)) {
            behind.take(behind.text("bob", "m2", "there"));
            behind.take(behind.text("bob", "m3", "again"));
            assertThat(behind.entries("bob")).extracting(Entry::storedAt).containsOnly(noon);
            var since = new Conversations.Filter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(behind.reader.since(noon)));
            assertThat(behind.conversations.list(Hub.TENANT, since, Conversations.Order.CHANGED, null, 10))
                    .hasSize(2);
        }
    }

    @OnBothDatabases
    void whereTheTimeOfTheLogMustGoBackAllClientsLoadAnew(Database.Kind kind) {
        open(kind);
        LogEpoch epoch = new LogEpoch(databases.database());
        long before = epoch.check();
        Instant noon = Instant.parse("2026-05-06T12:00:00Z");
        try (Hub ahead = new Hub(databases.database(), new Partitions(1), Clock.fixed(noon, ZoneOffset.UTC))) {
            ahead.take(ahead.text("amy", "m1", "hello"));
        }
        assertThat(epoch.current()).isEqualTo(before);
        Instant right = noon.minus(Duration.ofDays(40));
        try (Hub behind = new Hub(databases.database(), new Partitions(1), Clock.fixed(right, ZoneOffset.UTC))) {
            behind.take(behind.text("bob", "m2", "there"));
            behind.take(behind.text("bob", "m3", "again"));
            assertThat(behind.entries("bob")).extracting(Entry::storedAt).containsOnly(right);
        }
        assertThat(epoch.current()).isEqualTo(before + 1);
    }

    @OnBothDatabases
    void whatWaitsForAMessageThatNeverComesIsForgottenAfterThirtyDays(Database.Kind kind) {
        open(kind);
        hub.take(hub.event("amy", "r1", new Receipt(MessageRef.external("gone"), Receipt.State.READ, "", "", "")));
        hub.take(hub.text("amy", "m1", "hello"));
        assertThat(rows()).containsExactly(1L, 2L, 1L);

        new KeySweep(databases.database(), Clock.offset(Clock.systemUTC(), Duration.ofDays(29))).sweep();
        assertThat(rows()).containsExactly(1L, 2L, 1L);

        new KeySweep(databases.database(), Clock.offset(Clock.systemUTC(), Duration.ofDays(31))).sweep();
        assertThat(rows()).containsExactly(0L, 0L, 1L);
    }

    @OnBothDatabases
    void keysOfPrunedEntriesAreForgottenAfterThirtyDaysAndAllOthersStay(Database.Kind kind) {
        open(kind);
        for (int i = 0; i < 10; i++) {
            hub.take(hub.text("amy", "m" + i, "hello"));
        }
        // A dead letter's key stays with it.
        hub.take(hub.event("nobody", "e1", new Edit(MessageRef.of(99), List.of(new Content.Text("x")))));
        KeySweep young = new KeySweep(databases.database(), Clock.offset(Clock.systemUTC(), Duration.ofDays(29)));
        KeySweep old = new KeySweep(databases.database(), Clock.offset(Clock.systemUTC(), Duration.ofDays(31)));
        long all = keys();
        old.sweep();
        assertThat(keys()).as("nothing was pruned").isEqualTo(all);

        // The session's opening and five messages.
        databases
                .database()
                .write(
                        Tenants.ALL,
                        tx -> tx.sql().sql("update partition set pruned_to = 6").update());
        young.sweep();
        assertThat(keys()).as("younger than 30 days").isEqualTo(all);
        old.sweep();
        assertThat(keys()).isEqualTo(all - 5);
        old.sweep();
        assertThat(keys()).isEqualTo(all - 5);
        assertThat(hub.take(hub.text("amy", "m9", "hello")))
                .isInstanceOfSatisfying(
                        Outcome.Stored.class,
                        stored -> assertThat(stored.duplicate()).isTrue());
    }

    private long keys() {
        return databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select count(*) from inbound_key")
                                .query((row, _) -> row.getLong(1))
                                .single());
    }

    @OnBothDatabases
    void whoShowsTheLogLiveGoesOnAfterWhatNobodyExpects(Database.Kind kind) {
        open(kind);
        List<Entry> shown = new CopyOnWriteArrayList<>();
        // Of another node, so that it reads the table.
        LogFeed feed = new LogFeed(1, Duration.ofMillis(100), hub.reader, new LogTail(), Loops.unobserved());
        feed.listen(shown::addAll);
        feed.start();
        open.add(feed::stop);
        await().until(() -> {
            hub.take(hub.text("amy", "m" + System.nanoTime(), "early"));
            return !shown.isEmpty();
        });
        faulty.breakReads(5);

        hub.take(hub.text("amy", "m1", "hello"));

        await().until(() -> EngineTests.texts(shown).contains("hello"));
    }

    /// Events that wait, keys that wait, keys that are stored.
    private List<Long> rows() {
        return databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> Stream.of(
                                        "select count(*) from waiting",
                                        "select count(*) from inbound_key where state = 1",
                                        "select count(*) from inbound_key where state = 0")
                                .map(count ->
                                        tx.sql().sql(count).query(Long.class).single())
                                .toList());
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        open.add(databases);
        faulty = new FaultyDatabase(databases.database());
        hub = new Hub(faulty);
        open.add(hub);
    }
}
