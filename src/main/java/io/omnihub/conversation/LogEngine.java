package io.omnihub.conversation;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogTail;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.InboundEvent;
import io.omnihub.store.Database;
import io.omnihub.trace.Span;
import io.omnihub.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/// The engine: one [PartitionEngine] for each partition.
public final class LogEngine implements Engine, AutoCloseable {

    private static final Duration WATCH = Duration.ofMillis(250);

    private final List<PartitionEngine> partitions;
    private final Partitions routing;
    private final Traces traces;
    private final Loop watch;

    /// Starts an engine for each partition.
    static LogEngine start(
            Partitions partitions,
            Database database,
            Rooms rooms,
            LogTail tail,
            LogEpoch epoch,
            Clock clock,
            MeterRegistry registry,
            Traces traces,
            Loops loops) {
        EngineMeters meters = new EngineMeters(registry);
        new StoredPartitionCount(database).refuseFewer(partitions.count());
        return new LogEngine(
                partitions,
                (partition, elsewhere) -> new PartitionEngine(
                        partition,
                        new Committer(partition, partitions.count(), database, rooms, tail, clock),
                        elsewhere,
                        new PartitionHolder(database, epoch),
                        meters,
                        loops),
                traces,
                loops);
    }

    private LogEngine(Partitions routing, Maker maker, Traces traces, Loops loops) {
        this.routing = routing;
        this.traces = traces;
        this.partitions = IntStream.range(0, routing.count())
                .mapToObj(partition -> maker.make(partition, this::handOn))
                .toList();
        this.watch = loops.loop("engine-watch", () -> partitions.forEach(PartitionEngine::expire))
                .every(WATCH);
        watch.start();
    }

    @Override
    public CompletableFuture<Outcome> submit(InboundEvent event) {
        return enqueue(event, false, false);
    }

    @Override
    public CompletableFuture<Outcome> take(InboundEvent event, boolean replay) {
        return enqueue(event, replay, true);
    }

    /// Whether the database can be written to, as far as the last try tells.
    public boolean inTrouble() {
        return partitions.stream().anyMatch(PartitionEngine::inTrouble);
    }

    /// How many events wait for the engine of a partition; of several partitions the most.
    int waiting() {
        return partitions.stream().mapToInt(PartitionEngine::waiting).max().orElse(0);
    }

    /// How long the event has waited that waits longest.
    Duration longestWait() {
        return partitions.stream()
                .map(PartitionEngine::longestWait)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /// Why nothing can be stored just now; empty while it can.
    public Optional<String> trouble() {
        return partitions.stream()
                .map(PartitionEngine::trouble)
                .filter(reason -> !reason.isEmpty())
                .findFirst();
    }

    @Override
    public void close() {
        watch.stop();
        partitions.forEach(PartitionEngine::close);
    }

    private void handOn(Submission submission, int partition) {
        partitions.get(partition).submit(submission);
    }

    private CompletableFuture<Outcome> enqueue(InboundEvent event, boolean replay, boolean patient) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        if (traces.follows(event.header().metadata())) {
            Span span = traces.inner("engine", event.header().metadata());
            var _ = answer.whenComplete((outcome, failure) -> {
                span.note(
                        "omnihub.outcome",
                        (failure == null ? outcome : failure).getClass().getSimpleName());
                span.close();
            });
        }
        partitions
                .get(routing.of(event.header().routingKey()))
                .submit(new Submission(event, replay, patient, System.nanoTime(), answer));
        return answer;
    }

    /// Makes the engine of a partition, and tells it where what belongs elsewhere goes.
    @FunctionalInterface
    private interface Maker {
        PartitionEngine make(int partition, ObjIntConsumer<Submission> elsewhere);
    }
}
