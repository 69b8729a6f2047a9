package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTests {

    private static final long MB = 1024 * 1024;

    @TempDir
    private Path directory;

    private Databases databases;
    private Database database;

    @BeforeEach
    void open() {
        databases = Databases.sqlite(directory, 4, new Checkpoints.Sizes(8 * MB, 32 * MB, 64 * MB));
        database = databases.database();
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void commitsAreSyncedInWriteAheadMode() {
        assertThat(database.<Integer>write(Tenants.ALL, tx -> pragma(tx, "synchronous")))
                .isEqualTo(2);
        assertThat(database.<String>write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("pragma journal_mode")
                                .query(String.class)
                                .single()))
                .isEqualTo("wal");
    }

    @Test
    void aReaderCantWrite() {
        assertThatThrownBy(() -> database.read(Tenants.ALL, SqliteDatabaseTests::insert))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(database.<Integer>read(Tenants.ALL, tx -> pragma(tx, "query_only")))
                .isEqualTo(1);
    }

    @Test
    void workThatFailsLeavesNothing() {
        assertThatThrownBy(() -> database.write(Tenants.ALL, tx -> {
                    insert(tx);
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(count()).isZero();
    }

    @Test
    void dataThatBreakAConstraintAreBadDataAndNotTrouble() {
        database.write(Tenants.ALL, SqliteDatabaseTests::insert);
        assertThatThrownBy(() -> database.write(Tenants.ALL, SqliteDatabaseTests::insert))
                .isInstanceOf(BadDataException.class);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aReadThatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> database.read(
                        Tenants.ALL, tx -> tx.sql().sql("""
                                with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000000000)
                                select count(*) from n""").query(Long.class).single()))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("INTERRUPT");
        assertThat(count()).isZero();
    }

    @Test
    void overlappingReadersDontLetTheWriteAheadLogGrowWithoutEnd() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            Future<?> first = readers.submit(() -> readUntil(stop));
            Future<?> second = readers.submit(() -> readUntil(stop));
            byte[] half = new byte[512 * 1024];
            long largest = 0;
            for (int i = 0; i < 400; i++) {
                int id = i;
                database.write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("insert into log_epoch (id, epoch, origin) values (?, 0, ?)")
                                .params(id, new String(half, java.nio.charset.StandardCharsets.US_ASCII))
                                .update());
                largest = Math.max(largest, Files.size(directory.resolve("omnihub.db-wal")));
            }
            stop.countDown();
            first.get(10, TimeUnit.SECONDS);
            second.get(10, TimeUnit.SECONDS);
            assertThat(largest).isLessThan(80 * MB);
        }
    }

    @Test
    void aLargeWriteAheadLogIsCopiedWithoutAnotherWriteAndWrittenAnewInItsPlace() throws Exception {
        Path log = directory.resolve("omnihub.db-wal");
        fill(0);
        await().untilAsserted(() -> assertThat(framesInLog()).isEqualTo(framesCopied()));
        long size = Files.size(log);
        assertThat(size).isGreaterThan(32 * MB);
        await().untilAsserted(() -> {
            database.write(
                    Tenants.ALL,
                    tx -> tx.sql()
                            .sql("update log_epoch set epoch = epoch + 1 where id = 0")
                            .update());
            assertThat(framesInLog()).isLessThan(1_000);
        });
        fill(66);
        await().untilAsserted(() -> assertThat(framesInLog()).isEqualTo(framesCopied()));
        assertThat(Files.size(log)).isLessThan(size * 5 / 4);
        assertThat(database.<Integer>read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select count(*) from log_epoch")
                                .query(Integer.class)
                                .single()))
                .isEqualTo(132);
    }

    @Test
    void whatStandsInTheWriteAheadLogIsCopiedLongBeforeItIsWrittenAnew() {
        fill(0, 20);
        await().untilAsserted(() -> assertThat(framesCopied()).isGreaterThan(2_000));
        database.write(Tenants.ALL, SqliteDatabaseTests::insert);
        assertThat(framesInLog()).as("it goes on").isGreaterThan(2_500);
    }

    /// 33 MB.
    private void fill(int first) {
        fill(first, 66);
    }

    /// Half a MB each.
    private void fill(int first, int count) {
        String half = "x".repeat(512 * 1024);
        for (int i = first; i < first + count; i++) {
            int id = i;
            database.write(
                    Tenants.ALL,
                    tx -> tx.sql()
                            .sql("insert into log_epoch (id, epoch, origin) values (?, 0, ?)")
                            .params(id, half)
                            .update());
        }
    }

    private int framesInLog() {
        return checkpoint(2);
    }

    private int framesCopied() {
        return checkpoint(3);
    }

    private int checkpoint(int column) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("pragma wal_checkpoint(noop)")
                        .query((row, _) -> row.getInt(column))
                        .single());
    }

    private void readUntil(CountDownLatch stop) {
        while (stop.getCount() > 0) {
            database.read(Tenants.ALL, tx -> tx.sql().sql("""
                                    with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
                                    select count(*) + (select count(*) from log_epoch) from n""").query(Long.class).single());
        }
    }

    private static int insert(Transaction tx) {
        return tx.sql()
                .sql("insert into partition (id, last_position) values (7, 0)")
                .update();
    }

    private static int pragma(Transaction tx, String name) {
        return tx.sql().sql("pragma " + name).query(Integer.class).single();
    }

    private int count() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select count(*) from partition")
                        .query(Integer.class)
                        .single());
    }
}
