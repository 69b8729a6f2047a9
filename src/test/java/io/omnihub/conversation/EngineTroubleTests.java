package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        open.add(databases);
        faulty = new FaultyDatabase(databases.database());
        hub = new Hub(faulty);
        open.add(hub);
    }
}
