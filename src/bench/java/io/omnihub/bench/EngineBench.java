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
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Events through the engine into the log, against a bare batch insert of the same bytes into one table with one key.
final class EngineBench {

    private static final int SENDERS = 100;
    private static final String TEXT = "x".repeat(200);

    private final Database database;
    private final Hub hub;
    private final AtomicLong number = new AtomicLong();

    EngineBench(Databases databases) {
        this.database = databases.database();
        this.hub = new Hub(database);
        database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("create table if not exists bare (id bigint not null primary key, body "
                                + (database.kind() == Database.Kind.SQLITE ? "blob" : "bytea") + " not null)")
                        .update());
    }

    /// Each sender has one message on the way at a time, as 100 visitors would.
    Sample engine(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        AtomicLong stored = new AtomicLong();
        Semaphore free = new Semaphore(SENDERS);
        long cpu = Sample.cpuNanos();
        long begin = System.nanoTime();
        while (System.nanoTime() < end) {
            free.acquire();
            long next = number.incrementAndGet();
            var _ = send(next).whenComplete((outcome, _) -> {
                if (outcome instanceof Outcome.Stored) {
                    stored.incrementAndGet();
                }
                free.release();
            });
        }
        free.acquire(SENDERS);
        return Sample.of(stored.get(), System.nanoTime() - begin, Sample.cpuNanos() - cpu);
    }

    /// The same number in a batch, the same bytes, one transaction a batch.
    Sample bare(Duration time) {
        byte[] body = new byte[420];
        long end = System.nanoTime() + time.toNanos();
        long stored = 0;
        long cpu = Sample.cpuNanos();
        long begin = System.nanoTime();
        while (System.nanoTime() < end) {
            database.write(Tenants.ALL, tx -> {
                try (PreparedStatement insert =
                        tx.connection().prepareStatement("insert into bare (id, body) values (?, ?)")) {
                    for (int i = 0; i < SENDERS; i++) {
                        insert.setLong(1, number.incrementAndGet());
                        insert.setBytes(2, body);
                        insert.addBatch();
                    }
                    return insert.executeBatch();
                }
            });
            stored += SENDERS;
        }
        return Sample.of(stored, System.nanoTime() - begin, Sample.cpuNanos() - cpu);
    }

    void close() {
        hub.close();
    }

    private CompletableFuture<Outcome> send(long next) {
        String user = "visitor" + next % SENDERS;
        InboundEvent event = hub.event(
                Hub.TENANT,
                user,
                user,
                Keys.client(Sender.contact(user), "0123456789abcdef" + next),
                Sender.contact(user),
                Direction.INBOUND,
                Message.of("", new Content.Text(TEXT)));
        return hub.engine.submit(event);
    }
}
