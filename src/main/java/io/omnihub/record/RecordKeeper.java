package io.omnihub.record;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.buffer.RawDeadLetter;
import io.omnihub.buffer.RawRecord;
import io.omnihub.buffer.RecordSink;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.loop.Outage;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.BadDataException;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes whatever records have arrived as one batch, stores them in one transaction, and only then lets the buffer
/// forget them. What the database can't do now is tried again; whatever else fails with a record that comes alone makes
/// it a dead letter with its bytes.
final class RecordKeeper implements RecordSink {

    /// Where a person has a dead letter of a record processed again.
    static final String REPLAY = "hub:record";

    private static final Logger LOG = LoggerFactory.getLogger(RecordKeeper.class);

    /// Keeps a commit on SQLite well under 50 ms, which is as long as other writers wait for it.
    private static final int LARGEST_BATCH = 128;

    private final Database database;
    private final RecordRetention retention;
    private final Consumer<RawDeadLetter> deadLetters;
    private final Consumer<List<Told>> followers;
    private final MeterRegistry meters;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private List<Arrived> running = List.of();

    /// @param retention   how long they are kept
    /// @param deadLetters keeps for good what is given up
    /// @param followers   are told what has changed; they must not wait
    RecordKeeper(
            Database database,
            RecordRetention retention,
            Consumer<RawDeadLetter> deadLetters,
            Consumer<List<Told>> followers,
            MeterRegistry meters) {
        this.database = database;
        this.retention = retention;
        this.deadLetters = deadLetters;
        this.followers = followers;
        this.meters = meters;
    }

    @Override
    public CompletableFuture<?> take(RawRecord record) {
        Arrived next = new Arrived(record, new CompletableFuture<>());
        arrived.add(next);
        return next.decided;
    }

    /// Stores one batch. Where it can't, the next step takes it up again.
    void step() throws InterruptedException {
        if (running.isEmpty()) {
            running = next();
        }
        store(running);
        running = List.of();
    }

    /// What is left stays in the buffer.
    void end() {
        List<Arrived> left = new ArrayList<>(running);
        arrived.drainTo(left);
        left.forEach(each -> each.decided.completeExceptionally(new IllegalStateException("the hub is stopping")));
    }

    private List<Arrived> next() throws InterruptedException {
        Arrived first = arrived.poll(250, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<Arrived> batch = new ArrayList<>();
        batch.add(first);
        arrived.drainTo(batch, LARGEST_BATCH - 1);
        return batch;
    }

    private void store(List<Arrived> batch) {
        List<Arrived> open =
                batch.stream().filter(each -> !each.decided.isDone()).toList();
        if (open.isEmpty()) {
            return;
        }
        try {
            commit(open);
        } catch (RuntimeException e) {
            if (e instanceof Outage) {
                throw e;
            }
            if (open.size() > 1) {
                open.forEach(each -> store(List.of(each)));
            } else {
                bury(open.getFirst(), e);
            }
        }
    }

    private void commit(List<Arrived> batch) {
        Map<Boolean, List<Told>> told = batch.stream()
                .map(each -> Told.of(each.record))
                .collect(Collectors.partitioningBy(
                        each -> retention.isOver(each.record().type(), each.at())));
        List<Told> all = told.getOrDefault(false, List.of());
        Set<TenantId> tenants = all.stream().map(Told::tenant).collect(Collectors.toSet());
        List<RecordBatch.Result> results = all.isEmpty()
                ? List.of()
                : database.write(Tenants.of(tenants), tx -> RecordBatch.store(tx, database.kind(), all));
        List<Told> changed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            count(results.get(i).name());
            if (results.get(i) == RecordBatch.Result.CHANGED) {
                changed.add(all.get(i));
            }
        }
        told.getOrDefault(true, List.of()).forEach(_ -> count("OLD"));
        batch.forEach(each -> each.decided.complete(null));
        followers.accept(changed);
    }

    private void bury(Arrived poison, RuntimeException cause) {
        RawRecord record = poison.record;
        // Only our own model's messages are known to repeat no text.
        String reason = cause instanceof InvalidMessageException || cause instanceof BadDataException
                ? "the record can't be stored: " + cause.getMessage()
                : "the record can't be processed: " + cause.getClass().getSimpleName();
        LOG.warn("A record of {} becomes a dead letter: {}", record.inbox(), reason);
        deadLetters.accept(new RawDeadLetter(
                record.tenant(),
                record.inbox(),
                record.channel(),
                "record",
                reason,
                DeadLetter.Kind.RAW,
                REPLAY,
                record.receivedAt(),
                record.raw()));
        count("DEAD");
        poison.decided.complete(null);
    }

    private void count(String outcome) {
        meters.counter("omnihub.records", "outcome", outcome.toLowerCase(Locale.ROOT))
                .increment();
    }

    private record Arrived(RawRecord record, CompletableFuture<Void> decided) {}
}
