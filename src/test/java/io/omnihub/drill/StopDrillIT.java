package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM under load: the hub finishes or hands back what runs, and ends in time. `-Ddrill.stops=50` is the long form.
final class StopDrillIT {

    private static final int STOPS = Integer.getInteger("drill.stops", 2);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// What a JVM says that ends by SIGTERM.
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path directory;

    @Test
    void aStopUnderLoadLosesNothingAndEndsInTime() {
        Duration slowest = Duration.ZERO;
        try (Drill drill = new Drill(directory)) {
            drill.begin();
            for (int stop = 1; stop <= STOPS; stop++) {
                drill.letRun(
                        Duration.ofMillis(1_000 + ThreadLocalRandom.current().nextInt(2_000)));
                long begin = System.nanoTime();
                assertThat(drill.hub.terminate()).as("exit status").isEqualTo(TERMINATED);
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                assertThat(took).as("how long the stop took").isLessThan(LONGEST);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                drill.hub.start();
            }
            drill.letRun(Duration.ofSeconds(1));
            Findings findings =
                    drill.reckon("%d stops under load (slowest %d ms)".formatted(STOPS, slowest.toMillis()));
            assertThat(findings.repeated()).as("a stop interrupts no delivery").isZero();
        }
    }
}
