package io.omnihub.bench;

import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.Tenants;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Events through the engine into the log, against a bare batch insert of the same bytes into one table with one key.
final class EngineBench implements AutoCloseable {

    private static final int SENDERS = 100;

    /// On the way at a time while a log is filled: several of the engine's largest batches.
    private static final int FILLING = 2_000;

    private static final String TEXT = "x".repeat(200);

    private final Database database;
    private final Hub hub;
    private final Supplier<Use> use;
    private final AtomicLong number = new AtomicLong();

    EngineBench(Databases databases, Supplier<Use> use) {
        this.database = databases.database();
        this.hub = new Hub(database);
        this.use = use;
        database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("create table if not exists bare (id bigint not null primary key, body "
                                + (database.kind() == Database.Kind.SQLITE ? "blob" : "bytea") + " not null)")
                        .update());
    }

    static void onSqlite(Settings settings, Report report, Path directory) throws InterruptedException {
        try (Databases databases = Databases.sqlite(directory, 4);
                EngineBench bench = new EngineBench(databases, Use::here)) {
            bench.run(settings, report, "engine, SQLite");
        }
    }

    static void onPostgres(Settings settings, Report report) throws Exception {
        try (DurablePostgres server = DurablePostgres.start();
                Databases databases = Databases.postgres(server.properties());
                EngineBench bench = new EngineBench(databases, () -> Use.here().plus(server.use()))) {
            bench.run(settings, report, "engine, PostgreSQL");
        }
    }

    private void run(Settings settings, Report report, String name) throws InterruptedException {
        engine(settings.warmUp());
        byte[] row = new byte[bytesStored()];
        bare(row, settings.warmUp());
        report.add(name + ": bytes stored for one", "bytes", row.length);
        for (int round = 0; round < settings.rounds(); round++) {
            report.add(name + ": bare insert", bare(row, settings.time()));
            Sample sample = engine(settings.time());
            report.add(name, sample);
            report.add(name + ": bytes written for one", "bytes", sample.written());
        }
        report.ratio(name + ": ratio", name, name + ": bare insert");
    }

    /// Stores so many messages of the same senders, as many at once as the engine takes.
    void fill(int count) throws InterruptedException {
        Semaphore free = new Semaphore(FILLING);
        for (int i = 0; i < count; i++) {
            free.acquire();
            var _ = send(number.incrementAndGet()).whenComplete((_, _) -> free.release());
        }
        free.acquire(FILLING);
    }

    /// Each sender has one message on the way at a time, as 100 visitors would.
    Sample engine(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        AtomicLong stored = new AtomicLong();
        Semaphore free = new Semaphore(SENDERS);
        Use before = use.get();
        long begin = System.nanoTime();
        while (System.nanoTime() < end) {
            free.acquire();
            var _ = send(number.incrementAndGet()).whenComplete((outcome, _) -> {
                if (outcome instanceof Outcome.Stored) {
                    stored.incrementAndGet();
                }
                free.release();
            });
        }
        free.acquire(SENDERS);
        return Sample.of(stored.get(), System.nanoTime() - begin, use.get().since(before));
    }

    /// The same number in a batch, the same bytes, one transaction a batch.
    private Sample bare(byte[] row, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long stored = 0;
        Use before = use.get();
        long begin = System.nanoTime();
        while (System.nanoTime() < end) {
            database.write(Tenants.ALL, tx -> {
                try (PreparedStatement insert =
                        tx.connection().prepareStatement("insert into bare (id, body) values (?, ?)")) {
                    for (int i = 0; i < SENDERS; i++) {
                        insert.setLong(1, number.incrementAndGet());
                        insert.setBytes(2, row);
                        insert.addBatch();
                    }
                    return insert.executeBatch();
                }
            });
            stored += SENDERS;
        }
        return Sample.of(stored, System.nanoTime() - begin, use.get().since(before));
    }

    /// The bytes of the columns that the engine writes for one message: an entry and its key.
    private int bytesStored() {
        return database.read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("""
                        select (select avg(octet_length(tenant) + octet_length(conversation) + octet_length(kind)
                                           + octet_length(body) + 34) from entry where id > ?)
                             + (select avg(octet_length(tenant) + octet_length(inbox) + octet_length("key")
                                           + octet_length(fingerprint) + 34)
                                from inbound_key)""")
                                .param(2 * SENDERS)
                                .query(Double.class)
                                .single())
                .intValue();
    }

    @Override
    public void close() {
        hub.close();
    }

    private CompletableFuture<Outcome> send(long next) {
        String user = "visitor" + next % SENDERS;
        InboundEvent event = hub.event(
                Hub.TENANT,
                user,
                user,
                Keys.client(Sender.contact(user), TimeOrdered.id()),
                Sender.contact(user),
                Direction.INBOUND,
                Message.of("", new Content.Text(TEXT)));
        return hub.engine.submit(event);
    }
}
