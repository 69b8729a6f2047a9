package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk under database and buffer fills up and is freed. The hub refuses and never lies, and goes on by itself.
/// `-Ddrill.away=60` is the long form.
final class DiskDrillIT {

    @TempDir
    private Path directory;

    @Test
    void aFullDiskIsSurvivedWithoutARestart() {
        try (SmallDisk disk = new SmallDisk(directory.resolve("disk"))) {
            drill(disk);
        }
    }

    private void drill(SmallDisk disk) {
        Map<String, String> settings = Map.of(
                "omnihub.data", disk.directory().resolve("data").toString(), "omnihub.buffer.minimum-free", "8MB");
        try (Drill drill = new Drill(directory, settings)) {
            drill.begin();
            Probe probe = new Probe(drill);
            drill.letRun(Duration.ofSeconds(2));
            try {
                long end = System.nanoTime() + Drill.AWAY.toNanos();
                while (System.nanoTime() < end) {
                    disk.fill();
                    probe.refusesCallbacks();
                    probe.servesOrIsBusy();
                    drill.letRun(Duration.ofMillis(500));
                }
            } finally {
                disk.free();
            }
            long freed = System.nanoTime();
            await("callbacks are accepted again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> probe.callbackStatus() == 200);
            drill.hub.awaitReady();
            Duration accepting = Duration.ofNanos(System.nanoTime() - freed);
            probe.serves();
            drill.letRun(Duration.ofSeconds(3));
            drill.reckon("Disk full for %d s (slowest answer %d ms, serving again after %d ms)"
                    .formatted(Drill.AWAY.toSeconds(), probe.slowest().toMillis(), accepting.toMillis()));
            assertThat(drill.hub.isAlive()).isTrue();
        }
    }
}
