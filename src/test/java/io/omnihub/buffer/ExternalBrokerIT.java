package io.omnihub.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.buffer.BufferUnavailableException.Reason;
import io.omnihub.message.InboundEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker in a second JVM, with the configuration that operators are given.
final class ExternalBrokerIT {

    /// Two seconds, and what a busy machine adds.
    private static final Duration SOON = Duration.ofSeconds(4);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final RecordingEngine engine = new RecordingEngine();
    private BrokerProcess broker;

    @BeforeEach
    void startBroker() {
        broker = new BrokerProcess(directory);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void everythingArrivesInOrderThroughABrokerElsewhere() {
        try (BufferRig rig = rig()) {
            Awaitility.await("connected").atMost(PATIENCE).until(rig.outlet::connected);
            rig.feed(engine);
            rig.buffer.put(BufferEvents.events(1, 200));
            BufferEvents.events(201, 300).forEach(event -> rig.buffer.put(List.of(event)));
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 300));
    }

    @Test
    void aBrokerThatWasStoppedIsFoundAgain() {
        breakAndMend(() -> assertThat(broker.terminate()).isEqualTo(143), broker::start);
    }

    @Test
    void aBrokerThatWasKilledIsFoundAgain() {
        breakAndMend(broker::kill, broker::start);
    }

    @Test
    void aBrokerThatWasFrozenIsFoundAgain() {
        breakAndMend(broker::freeze, broker::thaw);
    }

    @Test
    void aHubThatStartsBeforeTheBrokerFindsItLater() {
        broker.kill();
        try (BufferRig rig = rig()) {
            rig.feed(engine);
            refused(rig, 1);
            broker.start();
            Awaitility.await("found").atMost(PATIENCE).until(() -> rig.outlet.connected());
            rig.buffer.put(BufferEvents.events(1, 1));
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, 1));
    }

    @Test
    void aMissingQueueIsMadeWhereTheAccountMay() throws Exception {
        try (BufferRig rig = BufferRig.external(broker.url(), "hub", 2)) {
            Awaitility.await("connected").atMost(PATIENCE).until(rig.outlet::connected);
            rig.buffer.put(BufferEvents.events(1, 10));

            assertThat(rig.depth(Queues.inbound(0)) + rig.depth(Queues.inbound(1)))
                    .isEqualTo(10);
        }
    }

    @Test
    void aMissingQueueIsNamedWhereTheAccountMayNotMakeIt() {
        try (BufferRig rig = BufferRig.external(broker.url(), "stranger", 2)) {
            Awaitility.await("answered")
                    .atMost(PATIENCE)
                    .until(() -> rig.outlet.trouble().contains("queue"));

            assertThatThrownBy(() -> rig.buffer.put(BufferEvents.events(1, 1)))
                    .isInstanceOf(BufferUnavailableException.class)
                    .hasMessageContaining("omnihub.inbound.1")
                    .hasMessageContaining("config/artemis/broker.xml");
        }
    }

    private void breakAndMend(Runnable breaking, Runnable mending) {
        AtomicInteger accepted = new AtomicInteger();
        AtomicBoolean going = new AtomicBoolean(true);
        try (BufferRig rig = rig()) {
            rig.feed(engine);
            Thread sender = Thread.ofPlatform().start(() -> {
                while (going.get()) {
                    putPatiently(rig, BufferEvents.event(accepted.get() + 1));
                    accepted.incrementAndGet();
                }
            });
            Awaitility.await("it flows")
                    .atMost(PATIENCE)
                    .until(() -> engine.stored().size() > 200);
            breaking.run();
            Awaitility.await("refused").atMost(PATIENCE).until(() -> !rig.outlet.connected());
            refused(rig, -1);
            int before = accepted.get();
            mending.run();
            Awaitility.await("it flows again").atMost(PATIENCE).until(() -> accepted.get() > before + 200);
            going.set(false);
            Awaitility.await("the sender ends").atMost(PATIENCE).until(() -> !sender.isAlive());
            Awaitility.await("all there")
                    .atMost(PATIENCE)
                    .until(() -> engine.stored().contains(accepted.get()));
            rig.awaitEmpty(0);
        }
        assertThat(engine.stored()).isEqualTo(BufferEvents.numbers(1, accepted.get()));
    }

    /// What is refused is put again, as a platform would.
    private static void putPatiently(BufferRig rig, InboundEvent event) {
        while (true) {
            try {
                rig.buffer.put(List.of(event));
                return;
            } catch (BufferUnavailableException e) {
                assertThat(e.reason()).isEqualTo(Reason.AWAY);
            }
        }
    }

    private static void refused(BufferRig rig, int number) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> rig.buffer.put(List.of(BufferEvents.event(number))))
                .isInstanceOf(BufferUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }

    private BufferRig rig() {
        return BufferRig.external(broker.url(), "hub", 1);
    }
}
