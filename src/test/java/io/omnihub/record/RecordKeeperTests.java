package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.buffer.RawDeadLetter;
import io.omnihub.buffer.RawRecord;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Databases;
import io.omnihub.store.Tenants;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the keeper does with the records that the buffer gives it.
final class RecordKeeperTests {

    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean fault = new AtomicBoolean();
    private final AtomicBoolean answerLost = new AtomicBoolean();
    private final List<RawDeadLetter> dead = new ArrayList<>();
    private final List<Told> changed = new ArrayList<>();
    private final Records records = new Records();

    @TempDir
    private Path directory;

    private Databases databases;
    private RecordKeeper keeper;

    @BeforeEach
    void open() {
        databases = Databases.sqlite(directory, 2);
        keeper = new RecordKeeper(faulty(databases.database()), dead::add, changed::addAll, new SimpleMeterRegistry());
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
