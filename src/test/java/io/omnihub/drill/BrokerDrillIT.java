package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.buffer.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An external Artemis goes away and comes back. Callbacks are refused in time, the API goes on unharmed, and nothing
/// is lost. `-Ddrill.away=60` is the long form.
final class BrokerDrillIT {

    @TempDir
    private Path directory;

    @Test
    void aBrokerThatWasStoppedHarmsNobodyButCallbacks() {
        try (BrokerProcess broker = new BrokerProcess(directory)) {
            drill("Artemis stopped", broker, broker::terminate, broker::start);
        }
    }

    @Test
    void aBrokerThatWasKilledHarmsNobodyButCallbacks() {
        try (BrokerProcess broker = new BrokerProcess(directory)) {
            drill("Artemis killed", broker, broker::kill, broker::start);
        }
    }

    @Test
    void aBrokerThatWasFrozenHarmsNobodyButCallbacks() {
        try (BrokerProcess broker = new BrokerProcess(directory)) {
            drill("Artemis frozen", broker, broker::freeze, broker::thaw);
        }
    }

    private void drill(String name, BrokerProcess broker, Runnable breaking, Runnable mending) {
        Map<String, String> settings = Map.of(
                "omnihub.buffer.url", broker.url(),
                "omnihub.buffer.user", "hub",
                "omnihub.buffer.password", "secret");
        try (Drill drill = new Drill(directory, settings)) {
            drill.begin();
            Probe probe = new Probe(drill);
            drill.letRun(Duration.ofSeconds(3));
            breaking.run();
            try {
                long end = System.nanoTime() + Drill.AWAY.toNanos();
                while (System.nanoTime() < end) {
                    probe.refusesCallbacks();
                    probe.serves();
                    drill.letRun(Duration.ofMillis(500));
                }
            } finally {
                mending.run();
            }
            long back = System.nanoTime();
            await("callbacks are accepted again")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> probe.callbackStatus() == 200);
            Duration accepting = Duration.ofNanos(System.nanoTime() - back);
            drill.letRun(Duration.ofSeconds(3));
            drill.reckon("%s for %d s (slowest answer %d ms, accepting again after %d ms)"
                    .formatted(name, Drill.AWAY.toSeconds(), probe.slowest().toMillis(), accepting.toMillis()));
            assertThat(drill.hub.isAlive()).isTrue();
        }
    }
}
