package io.omnihub.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.omnihub.conversation.Outcome;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.message.ConversationId;
import io.omnihub.wire.ProtobufCodec;
import io.omnihub.wire.proto.Proto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BufferFeedTests {

    @TempDir
    private Path directory;

    private final RecordingEngine engine = new RecordingEngine();

    static Stream<Outcome> outcomes() {
        return Stream.of(
                new Outcome.Stored(new ConversationId("c1"), 1, false),
                new Outcome.Waiting(),
                new Outcome.Refused(Outcome.Reason.STALE, "The session has moved on."),
                new Outcome.Dead("It could not be stored."));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void everyOutcomeIsAcknowledged(Outcome outcome) {
        engine.answer(outcome);
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.feed(engine);
            rig.buffer.put(BufferEvents.events(1, 3));
            rig.awaitEmpty(0);
        }
        assertThat(engine.taken()).isEqualTo(3);
    }

    @Test
    void exactlyWhatTheEngineDecidedIsAcknowledged() throws Exception {
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 10));
            rig.feed(engine);
            Awaitility.await("all handed over").until(() -> engine.held() == 10);
            engine.decideOne();
            engine.decideOne();
            engine.decideOne();
            Awaitility.await("three acknowledged").until(() -> rig.depth(Queues.inbound(0)) == 7);
        }
        RecordingEngine next = new RecordingEngine();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.feed(next);
            rig.awaitEmpty(0);
        }

        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 3));
        assertThat(next.stored()).isEqualTo(BufferEvents.numbers(4, 10));
    }

    @Test
    void beforePartitionsAreAddedAllThatWasBufferedIsStored() throws Exception {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 50));
        }
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory, 4)) {
            rig.count.open(1);
            Thread start = Thread.ofVirtual().start(() -> rig.feed(engine));
            Awaitility.await("handed over").until(() -> engine.held() == 50);
            // The same customer's words go into another queue from now on.
            assertThat(rig.partitions.of("customer")).isNotZero();
            rig.buffer.put(BufferEvents.events(51, 60));
            engine.decideOne();
            assertThat(rig.count.opened()).isEqualTo(1);
            assertThat(start.isAlive()).isTrue();
            engine.release();
            start.join();

            Awaitility.await("all stored").until(() -> engine.stored().size() == 60);
            assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 60));
            assertThat(rig.count.opened()).isEqualTo(4);
        }
    }

    @Test
    void aNewLogIsDividedAtOnce() {
        try (BufferRig rig = BufferRig.embedded(directory, 4)) {
            rig.feed(engine);

            assertThat(rig.count.opened()).isEqualTo(4);
        }
    }

    @Test
    void anEngineThatStopsAndStartsAgainGetsEverythingInOrder() {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            engine.hold();
            rig.buffer.put(BufferEvents.events(1, 500));
            rig.feed(engine);
            Awaitility.await("handed over").until(() -> engine.held() == 500);
            for (int i = 0; i < 100; i++) {
                engine.decideOne();
            }
            engine.stopTaking();
            rig.buffer.put(BufferEvents.events(501, 600));
            Awaitility.await("it came again and was not taken").until(() -> engine.taken() > 502);
            engine.takeAgain();
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 600));
    }

    @Test
    void aBrokerThatAnswersACommitTooLateStopsNoReading() throws InterruptedException {
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 3));
            CountDownLatch late = new CountDownLatch(1);
            AtomicBoolean held = new AtomicBoolean();
            Interceptor holding = (packet, _) -> {
                if (packet.getType() == PacketImpl.SESS_COMMIT && held.compareAndSet(false, true)) {
                    try {
                        late.await();
                    } catch (InterruptedException e) {
                        throw new ActiveMQInterruptedException(e);
                    }
                }
                return true;
            };
            rig.embedded().server().getRemotingService().addIncomingInterceptor(holding);
            rig.feed(engine);
            Awaitility.await("a commit that takes too long").untilTrue(held);
            Thread.sleep(Duration.ofSeconds(3));
            late.countDown();
            rig.buffer.put(BufferEvents.events(4, 6));
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).containsAll(BufferEvents.numbers(1, 6));
    }

    @Test
    void noMoreIsHandedOverThanTheWindowHolds() throws Exception {
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory, "window-messages", "20")) {
            rig.buffer.put(BufferEvents.events(1, 100));
            rig.feed(engine);
            Awaitility.await("the window is full").until(() -> engine.held() == 20);
            engine.decideOne();
            Awaitility.await("one goes, one comes").until(() -> engine.taken() == 21 && engine.held() == 20);
            engine.release();
            rig.awaitEmpty(0);
        }
        assertThat(engine.taken()).isEqualTo(100);
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 100));
    }

    @Test
    void aLargeMessageFillsTheWindowByItsBytes() {
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory, "window-size", "1B")) {
            rig.buffer.put(BufferEvents.events(1, 5));
            rig.feed(engine);
            Awaitility.await("one at a time").until(() -> engine.held() == 1);
            engine.release();
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 5));
    }

    @Test
    void aMessageThatNobodyCanReadBecomesADeadLetterAndTheRestFlows() throws Exception {
        byte[] poison = "not an event".getBytes(StandardCharsets.UTF_8);
        byte[] later =
                Proto.InboundEvent.parseFrom(
                                ProtobufCodec.encode(BufferEvents.events(1, 1).getFirst()))
                        .toBuilder()
                        .clearBody()
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        60,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addLengthDelimited(ByteString.copyFromUtf8("of a later version"))
                                                .build())
                                .build())
                        .build()
                        .toByteArray();
        ConcurrentLinkedQueue<RawDeadLetter> letters = new ConcurrentLinkedQueue<>();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 5));
            rig.write(Queues.inbound(0), poison);
            rig.write(Queues.inbound(0), later);
            rig.buffer.put(BufferEvents.events(6, 10));
            rig.letters(letters::add);
            rig.feed(engine);
            rig.awaitEmpty(0);
            Awaitility.await("the letter").until(() -> letters.size() == 2);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 10));
        assertThat(letters)
                .extracting(letter -> letter.raw().bytes())
                .as("kept whole")
                .containsExactly(poison, later);
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter.kind()).as("a later version may read it").isEqualTo(DeadLetter.Kind.EVENT);
            assertThat(letter.route()).isEqualTo("omnihub.inbound.0");
            assertThat(letter.reason()).startsWith("it can't be read");
        });
    }

    @Test
    void theNextNodeGoesOnInOrderWhereTheFirstEnded() {
        RecordingEngine second = new RecordingEngine();
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 300));
            BufferFeed first = rig.feed(engine);
            Awaitility.await("handed over").until(() -> engine.held() == 300);
            rig.feed(second);
            for (int i = 0; i < 50; i++) {
                engine.decideOne();
            }
            assertThat(second.taken()).as("the queue is exclusive").isZero();
            engine.stopTaking();
            first.stop();
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 50));
        assertThat(second.stored()).isEqualTo(BufferEvents.numbers(51, 300));
    }

    @Test
    void anEngineThatDoesNotGetOnMakesPlaceForTheNextNode() {
        RecordingEngine second = new RecordingEngine();
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 100));
            BufferFeed stuck = rig.feed(engine, "url", "tcp://nowhere", "stall", "500ms", "pause", "1ms");
            Awaitility.await("handed over").until(() -> engine.held() == 100);
            rig.feed(second);
            rig.awaitEmpty(0);

            assertThat(second.stored()).isEqualTo(BufferEvents.numbers(1, 100));
            assertThat(engine.taken())
                    .as("nothing more is given to an engine that is stuck")
                    .isEqualTo(100);
            assertThat(stuck.isRunning()).isTrue();
        }
    }

    @Test
    void anEngineThatGetsOnAgainIsFedAgain() {
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 10));
            rig.feed(engine, "url", "tcp://nowhere", "stall", "300ms", "pause", "1ms");
            Awaitility.await("handed over").until(() -> engine.held() == 10);
            Awaitility.await("given back").until(() -> rig.consumers(Queues.inbound(0)) == 0);
            engine.release();
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 10));
    }

    @Test
    void aGracefulEndAcknowledgesWhatIsDecidedMeanwhile() throws Exception {
        engine.hold();
        try (BufferRig rig = BufferRig.embedded(directory)) {
            rig.buffer.put(BufferEvents.events(1, 20));
            BufferFeed feed = rig.feed(engine);
            Awaitility.await("handed over").until(() -> engine.held() == 20);
            Thread end = Thread.ofVirtual().start(feed::stop);
            engine.release();
            end.join();

            assertThat(rig.depth(Queues.inbound(0))).isZero();
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 20));
    }

    @Test
    void eachPartitionIsReadByItself() {
        RecordingEngine other = new RecordingEngine();
        try (BufferRig rig = BufferRig.embedded(directory, 4)) {
            rig.feed(other);
            List<Integer> all = BufferEvents.numbers(0, 199);
            all.forEach(i -> rig.buffer.put(List.of(BufferEvents.event("customer-" + i % 10, Integer.toString(i)))));
            for (int partition = 0; partition < 4; partition++) {
                rig.awaitEmpty(partition);
            }
            assertThat(other.stored()).containsExactlyInAnyOrderElementsOf(all);
            for (int customer = 0; customer < 10; customer++) {
                int remainder = customer;
                assertThat(other.stored().stream().filter(i -> i % 10 == remainder))
                        .isSorted();
            }
        }
    }
}
