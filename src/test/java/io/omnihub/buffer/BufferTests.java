package io.omnihub.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.buffer.BufferUnavailableException.Reason;
import io.omnihub.loop.Loops;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

final class BufferTests {

    @TempDir
    private Path directory;

    @Test
    void whatWasPutSurvivesARestartInOrder() {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 50));
            BufferEvents.events(51, 60).forEach(event -> rig.buffer.put(List.of(event)));
        }
        RecordingEngine engine = new RecordingEngine();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.feed(engine);
            rig.awaitEmpty(0);
        }

        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 60));
    }

    @Test
    void whoGivesUpOnALineThatWasReplacedLeavesTheNewOneAlone() throws InterruptedException {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            SendLine before = rig.outlet.line(Deadline.begin());
            rig.outlet.suspect(before, "it did not answer");
            SendLine after = rig.outlet.line(Deadline.begin());
            assertThat(after).isNotSameAs(before);

            rig.outlet.suspect(before, "it did not answer another one, who had waited too");

            assertThat(rig.outlet.connected()).isTrue();
            assertThat(rig.outlet.line(Deadline.begin())).isSameAs(after);
            rig.buffer.put(BufferEvents.events(1, 1));
        }
    }

    @Test
    void whatWasStoredIsInNoFileAfterAStopAndWhatWasNotIsKept() throws IOException {
        String customer = "customer-to-be-erased";
        try (BufferRig rig = BufferRig.embedded(directory)) {
            for (int i = 1; i <= 50; i++) {
                rig.buffer.put(List.of(BufferEvents.event(customer, Integer.toString(i))));
            }
        }
        assertThat(holds(customer)).isTrue();

        RecordingEngine engine = new RecordingEngine();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.feed(engine);
            rig.awaitEmpty(0);
            assertThat(holds(customer)).isTrue();
        }
        assertThat(engine.stored()).hasSize(50);
        assertThat(holds(customer)).isFalse();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(51, 51));
            rig.feed(engine);
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).hasSize(51);
    }

    @Test
    void aBacklogIsWaitedForUpToItsMark() throws InterruptedException {
        RecordingEngine engine = new RecordingEngine();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            Backlog backlog = Backlog.embedded(rig.embedded(), Queues.all(1));
            assertThat(backlog.awaitStored(Duration.ZERO)).isTrue();

            engine.hold();
            rig.feed(engine);
            rig.buffer.put(BufferEvents.events(1, 20));
            assertThat(backlog.awaitStored(Duration.ofMillis(100))).isFalse();
            engine.release();
            assertThat(backlog.awaitStored(Duration.ofSeconds(30))).isTrue();
            assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 20));
        }
    }

    /// Whether a text stands in any of the broker's files.
    private boolean holds(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void aThousandCallersAtOnceAreAllTakenOnce() throws Exception {
        RecordingEngine engine = new RecordingEngine();
        try (BufferRig rig = BufferRig.embedded(directory);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 1; i <= 1_000; i++) {
                InboundEvent event = BufferEvents.event(i);
                puts.add(callers.submit(() -> rig.buffer.put(List.of(event))));
            }
            for (Future<?> put : puts) {
                put.get();
            }
            rig.feed(engine);
            rig.awaitEmpty(0);

            assertThat(rig.meters.timer("omnihub.buffer.put").count()).isEqualTo(1_000);
        }
        assertThat(engine.stored()).hasSize(1_000).containsExactlyInAnyOrderElementsOf(BufferEvents.numbers(1, 1_000));
        assertThat(engine.taken()).isEqualTo(1_000);
    }

    @Test
    void connectionsThatMakeOneQueueAtOnceAllFindIt() throws Exception {
        try (BufferRig rig = BufferRig.embedded(directory);
                ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> made = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String queue = "omnihub.inbound." + (100 + i / 4);
                made.add(connections.submit(() -> rig.ensure(queue)));
            }
            for (Future<?> queue : made) {
                queue.get();
            }
            assertThat(rig.depth("omnihub.inbound.149")).isZero();
        }
    }

    @Test
    void anEventWithManyRawBytesIsTakenLikeAnyOther() {
        ConcurrentLinkedQueue<InboundEvent> seen = new ConcurrentLinkedQueue<>();
        RecordingEngine engine = new RecordingEngine(seen::add);
        byte[] raw = new byte[3_000_000];
        raw[2_999_999] = 9;
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(List.of(BufferEvents.event(1), BufferEvents.event(2, raw)));
            rig.buffer.put(List.of(BufferEvents.event(3, raw)));
            rig.feed(engine);
            rig.awaitEmpty(0);
        }
        assertThat(seen).containsExactly(BufferEvents.event(1), BufferEvents.event(2, raw), BufferEvents.event(3, raw));
    }

    @Test
    void eachEventLiesInTheQueueOfItsPartition() throws Exception {
        try (BufferRig rig = BufferRig.embedded(directory, 3)) {
            rig.buffer.put(IntStream.range(0, 90)
                    .mapToObj(i -> BufferEvents.event("customer-" + i, Integer.toString(i)))
                    .toList());

            assertThat(rig.depth(Queues.inbound(0))).isPositive();
            assertThat(rig.depth(Queues.inbound(1))).isPositive();
            assertThat(rig.depth(Queues.inbound(0)) + rig.depth(Queues.inbound(1)) + rig.depth(Queues.inbound(2)))
                    .isEqualTo(90);
            Awaitility.await("the gauge follows").until(() -> rig.outlet.depth(Queues.inbound(2)) > 0);
        }
    }

    @Test
    void aFullBufferRefusesAndTakesAgainAfterItWasDrained() throws Exception {
        try (BufferRig rig = BufferRig.embedded(directory, "memory", "64KB", "limit", "128KB")) {
            int taken = fill(rig);
            assertThat(rig.health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(rig.meters
                            .counter("omnihub.buffer.refused", "reason", "full")
                            .count())
                    .isEqualTo(1);

            RecordingEngine engine = new RecordingEngine();
            rig.feed(engine);
            Awaitility.await("drained").until(() -> engine.stored().size() == taken);

            Awaitility.await("it takes again").ignoreExceptions().until(() -> {
                rig.buffer.put(List.of(BufferEvents.event(taken + 1)));
                return true;
            });
            Awaitility.await("the last one is there")
                    .until(() -> engine.stored().size() == taken + 1);
            assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, taken + 1));
            assertThat(rig.health.health().getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void theQueueOfRecordsHasTheSameBoundAndGivesThemOutInOrder() throws Exception {
        try (BufferRig rig = BufferRig.embedded(directory, "memory", "64KB", "limit", "128KB")) {
            int taken = fill(number -> rig.buffer.putRecords(List.of(record(number))));
            List<String> stored = new CopyOnWriteArrayList<>();
            rig.start(QueueFeed.records(
                    rig.broker,
                    rig.properties,
                    record -> {
                        stored.add(new String(record.raw().bytes(), StandardCharsets.UTF_8));
                        return CompletableFuture.completedFuture(null);
                    },
                    rig.clock,
                    Loops.unobserved()));

            Awaitility.await("drained").until(() -> rig.depth(Queues.RECORD) == 0);
            Awaitility.await("it takes again").ignoreExceptions().until(() -> {
                rig.buffer.putRecords(List.of(record(taken + 1)));
                return true;
            });
            Awaitility.await("the last one is there").until(() -> stored.size() == taken + 1);
            assertThat(stored)
                    .isEqualTo(IntStream.rangeClosed(1, taken + 1)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    private static RawRecord record(int number) {
        return new RawRecord(
                TenantId.DEFAULT,
                new InboxId("erp"),
                new ChannelId("erp"),
                BufferEvents.NOW,
                new Raw("application/json", Integer.toString(number).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aListIsTakenWholeOrNotAtAll() throws Exception {
        try (BufferRig rig = BufferRig.embedded(directory, "memory", "64KB", "limit", "128KB")) {
            assertThatThrownBy(() -> rig.buffer.put(BufferEvents.events(1, 4_000)))
                    .isInstanceOfSatisfying(
                            BufferUnavailableException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.FULL));
            assertThat(rig.depth(Queues.inbound(0))).isZero();
        }
    }

    @Test
    void aNearlyFullDiskIsRefusedBeforeTheBrokerFails() {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.usable.set(1_000_000);
            assertThatThrownBy(() -> rig.buffer.put(BufferEvents.events(1, 1)))
                    .isInstanceOf(BufferUnavailableException.class)
                    .hasMessageContaining("200 MB");
            assertThat(rig.health.health().getDetails()).containsEntry("reason", "disk low");

            rig.usable.set(1_000_000_000);
            rig.buffer.put(BufferEvents.events(1, 1));
        }
    }

    @Test
    void deadLettersArriveWithTheirBytesAndAreKeptUntilStored() throws Exception {
        byte[] big = new byte[1_000_000];
        big[999_999] = 7;
        ConcurrentLinkedQueue<RawDeadLetter> stored = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.putDeadLetter(BufferEvents.letter("first", "<xml/>".getBytes(StandardCharsets.UTF_8)));
            rig.buffer.putDeadLetter(BufferEvents.letter("second", big));
            rig.letters(letter -> {
                if (refused.size() < 3) {
                    refused.add(letter.reason());
                    throw new IllegalStateException("the database is away");
                }
                stored.add(letter);
            });
            Awaitility.await("all stored").until(() -> rig.depth(Queues.DEAD_LETTER) == 0);
        }

        assertThat(stored.stream().distinct())
                .containsExactly(
                        BufferEvents.letter("first", "<xml/>".getBytes(StandardCharsets.UTF_8)),
                        BufferEvents.letter("second", big));
    }

    @Test
    void aForeignDeadLetterIsReadAsFarAsItGoes() throws Exception {
        ConcurrentLinkedQueue<RawDeadLetter> stored = new ConcurrentLinkedQueue<>();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.write(Queues.DEAD_LETTER, new byte[] {1, 2, 3});
            rig.letters(stored::add);
            Awaitility.await("stored").until(() -> !stored.isEmpty());
        }

        assertThat(stored).singleElement().satisfies(letter -> {
            assertThat(letter.raw().bytes()).containsExactly(1, 2, 3);
            assertThat(letter.tenant().value()).isEqualTo("default");
            assertThat(letter.receivedAt()).isEqualTo(BufferEvents.NOW);
        });
    }

    @Test
    void aFailedJournalEndsTheProcess() {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.embedded()
                    .server()
                    .getIoCriticalErrorListener()
                    .onIOException(new IllegalStateException("no space"), "no space", "file");

            assertThat(rig.ended).isTrue();
        }
    }

    @Test
    void aSecondHubOnTheSameFolderIsRefused() {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            EmbeddedBroker second = new EmbeddedBroker(directory, rig.properties, () -> {});

            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is another hub running there?");
            second.stop();
        }
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        BufferRig rig = BufferRig.embedded(directory);
        rig.close();

        assertThatThrownBy(() -> rig.buffer.put(BufferEvents.events(1, 1)))
                .isInstanceOfSatisfying(
                        BufferUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.AWAY));
        assertThat(rig.health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void anEmptyListIsTakenAtOnce() {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(List.of());
        }
    }

    /// Puts one by one until the buffer is full.
    ///
    /// @return how many it took
    private static int fill(BufferRig rig) {
        return fill(number -> rig.buffer.put(List.of(BufferEvents.event(number))));
    }

    private static int fill(IntConsumer put) {
        for (int i = 1; i < 20_000; i++) {
            try {
                put.accept(i);
            } catch (BufferUnavailableException e) {
                assertThat(e.reason()).isEqualTo(Reason.FULL);
                return i - 1;
            }
        }
        throw new AssertionError("it was never full");
    }
}
