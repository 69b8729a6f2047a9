package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.buffer.RawDeadLetter;
import io.omnihub.buffer.RawRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the keeper does with the records that the buffer gives it.
final class RecordKeeperTests {

    private static final RecordRetention FOR_EVER =
            new RecordRetention(new RecordProperties(Duration.ZERO, Map.of()), Duration.ZERO, Clock.systemUTC());

    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean fault = new AtomicBoolean();
    private final AtomicBoolean answerLost = new AtomicBoolean();
    private final List<RawDeadLetter> dead = new CopyOnWriteArrayList<>();
    private final List<Told> changed = new ArrayList<>();
    private final Records records = new Records();

    @TempDir
    private Path directory;

    private Databases databases;
    private RecordKeeper keeper;

    @BeforeEach
    void open() {
        databases = Databases.sqlite(directory, 2);
        Clock clock = Clock.fixed(Instant.parse("2026-01-31T09:00:00Z"), ZoneOffset.UTC);
        RecordProperties kept = new RecordProperties(Duration.ZERO, Map.of("ticket", Duration.ofDays(30)));
        keeper = new RecordKeeper(
                faulty(databases.database()),
                new RecordRetention(kept, Duration.ZERO, clock),
                dead::add,
                changed::addAll,
                new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void whileTheDatabaseIsAwayRecordsWaitAndNothingIsGivenUp() throws InterruptedException {
        away.set(true);
        CompletableFuture<?> decided = keeper.take(record("{\"type\": \"order\", \"key\": \"1\"}"));
        assertThatThrownBy(keeper::step).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(decided).isNotDone();

        away.set(false);
        keeper.step();
        assertThat(decided).isCompleted();
        assertThat(dead).isEmpty();
        assertThat(changes()).isEqualTo(1);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsInEffectOnce() throws InterruptedException {
        answerLost.set(true);
        CompletableFuture<?> decided =
                keeper.take(record("{\"type\": \"order\", \"key\": \"1\", \"tell\": \"agents\"}"));
        assertThatThrownBy(keeper::step).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(changes()).isEqualTo(1);

        answerLost.set(false);
        keeper.step();
        assertThat(decided).isCompleted();
        assertThat(changes()).isEqualTo(1);
        assertThat(notices()).isEqualTo(1);
    }

    @Test
    void onlyTheOneThatCannotBeStoredIsGivenUp() throws InterruptedException {
        CompletableFuture<?> good = keeper.take(record("{\"type\": \"order\", \"key\": \"1\"}"));
        CompletableFuture<?> poison = keeper.take(record("{\"type\": \"order\""));
        CompletableFuture<?> endless =
                keeper.take(record("{\"type\": \"order\", \"key\": \"1\", \"fields\": {\"x\": 1e400}}"));
        CompletableFuture<?> later = keeper.take(record("{\"type\": \"order\", \"key\": \"1\", \"state\": \"late\"}"));
        keeper.step();

        assertThat(good).isCompleted();
        assertThat(poison).isCompleted();
        assertThat(endless).isCompleted();
        assertThat(later).isCompleted();
        assertThat(changes()).isEqualTo(2);
        assertThat(dead).hasSize(2).first().satisfies(letter -> {
            assertThat(letter.raw().bytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"type\": \"order\"");
            assertThat(letter.replayTo()).isEqualTo("hub:record");
        });
    }

    @Test
    void whateverElseFailsWithOneRecordDoesNotHoldTheOthersUp() throws InterruptedException {
        fault.set(true);
        CompletableFuture<?> poison = keeper.take(record("{\"type\": \"order\", \"key\": \"1\"}"));
        keeper.step();
        fault.set(false);
        CompletableFuture<?> good = keeper.take(record("{\"type\": \"order\", \"key\": \"1\"}"));
        keeper.step();

        assertThat(poison).isCompleted();
        assertThat(good).isCompleted();
        assertThat(dead)
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.reason()).isEqualTo("the record can't be processed: IllegalStateException"));
        assertThat(changes()).isEqualTo(1);
    }

    @Test
    void whatIsOlderThanItIsKeptIsNotTaken() throws InterruptedException {
        CompletableFuture<?> old =
                keeper.take(record("{\"type\": \"ticket\", \"key\": \"1\", \"time\": \"2026-01-01T08:59:59Z\"}"));
        keeper.step();
        CompletableFuture<?> young =
                keeper.take(record("{\"type\": \"ticket\", \"key\": \"2\", \"time\": \"2026-01-01T09:00:00Z\"}"));
        CompletableFuture<?> other =
                keeper.take(record("{\"type\": \"order\", \"key\": \"1\", \"time\": \"2016-01-01T09:00:00Z\"}"));
        keeper.step();

        assertThat(List.of(old, young, other)).allMatch(CompletableFuture::isDone);
        assertThat(changed.stream().map(told -> told.record().key())).containsExactly("2", "1");
        assertThat(dead).isEmpty();
    }

    @Test
    void whatIsLeftAtTheStopStaysInTheBuffer() {
        CompletableFuture<?> left = keeper.take(record("{\"type\": \"order\", \"key\": \"1\"}"));
        keeper.end();
        assertThat(left).isCompletedExceptionally();
    }

    private long changes() {
        String id = Told.id(TenantId.DEFAULT, new InboxId("erp"), "order", "1");
        return databases
                .database()
                .read(Tenants.of(TenantId.DEFAULT), tx -> records.history(tx, TenantId.DEFAULT, id))
                .size();
    }

    private int notices() {
        return databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select record from record_notice")
                                .query((row, _) -> row.getString(1))
                                .list())
                .size();
    }

    private static RawRecord record(String json) {
        return new RawRecord(
                TenantId.DEFAULT,
                new InboxId("erp"),
                new ChannelId("erp"),
                Instant.parse("2026-01-31T08:00:00Z"),
                new Raw("application/json", json.getBytes(StandardCharsets.UTF_8)));
    }

    /// As where a node that hung for too long has lost the queue to another one, and both write.
    @OnBothDatabases
    void ofARecordThatTwoNodesMakeAtOnceTheNewestVersionStandsAndNothingIsLost(Database.Kind kind) throws Exception {
        try (Databases shared = TestDatabases.open(kind, directory.resolve("shared"))) {
            for (int round = 0; round < 20; round++) {
                String key = "r" + round;
                CyclicBarrier together = new CyclicBarrier(2);
                CompletableFuture<Void> one = node(shared, together, key, 1, 4);
                CompletableFuture<Void> other = node(shared, together, key, 2, 3);
                CompletableFuture.allOf(one, other).join();

                String id = Told.id(TenantId.DEFAULT, new InboxId("erp"), "order", key);
                Records.Kept kept = shared.database()
                        .read(Tenants.ALL, tx -> records.find(tx, TenantId.DEFAULT, id))
                        .orElseThrow();
                List<Records.Past> history =
                        shared.database().read(Tenants.ALL, tx -> records.history(tx, TenantId.DEFAULT, id));
                assertThat(kept.record().version()).isEqualTo(4);
                assertThat(kept.changes()).isEqualTo(4);
                assertThat(history.stream().map(past -> past.record().version()))
                        .containsExactly(4L, 3L, 2L, 1L);
                assertThat(shared
                                .database()
                                .read(
                                        Tenants.ALL,
                                        tx -> records.of(
                                                tx,
                                                TenantId.DEFAULT,
                                                List.of(new KnownBy("phone", "1"), new KnownBy("phone", "2")),
                                                null,
                                                100))
                                .stream()
                                .filter(each -> each.id().equals(id))
                                .map(each -> each.record().version()))
                        .as("nor by a number of an older version")
                        .isEmpty();
            }
            assertThat(dead).isEmpty();
        }
    }

    /// Stores two versions, each of another person, in the same moment as another one.
    private CompletableFuture<Void> node(Databases shared, CyclicBarrier together, String key, int... versions) {
        RecordKeeper node =
                new RecordKeeper(shared.database(), FOR_EVER, dead::add, _ -> {}, new SimpleMeterRegistry());
        for (int version : versions) {
            var _ = node.take(record("""
                    {"type": "order", "key": "%s", "version": %d, "contact": {"phone": "%d"}}""".formatted(key, version, version)));
        }
        return CompletableFuture.runAsync(() -> {
            try {
                together.await();
                node.step();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /// A database whose line breaks before or after what it does.
    private Database faulty(Database database) {
        return (Database) Proxy.newProxyInstance(
                Database.class.getClassLoader(), new Class<?>[] {Database.class}, (_, method, arguments) -> {
                    if (away.get()) {
                        throw lost();
                    }
                    if (fault.get() && method.getName().equals("write")) {
                        throw new IllegalStateException("a fault of ours");
                    }
                    try {
                        Object result = method.invoke(database, arguments);
                        if (answerLost.get() && method.getName().equals("write")) {
                            throw lost();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static DatabaseUnavailableException lost() {
        return new DatabaseUnavailableException("the line broke", new SQLException("lost"));
    }
}
