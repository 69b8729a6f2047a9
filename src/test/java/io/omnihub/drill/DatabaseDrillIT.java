package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL goes away and comes back. Callbacks go on being accepted, the API says that it is busy, and nothing is
/// lost. `-Ddrill.away=60` is the long form.
final class DatabaseDrillIT {

    @TempDir
    private Path directory;

    @Test
    void aDatabaseThatWasStoppedIsMissedByNobodyWhoCallsBack() {
        try (PostgresServer server = new PostgresServer(directory)) {
            drill("PostgreSQL stopped", server, server::stop, server::restart);
        }
    }

    @Test
    void aDatabaseThatWasFrozenIsMissedByNobodyWhoCallsBack() {
        try (PostgresServer server = new PostgresServer(directory)) {
            drill("PostgreSQL frozen", server, server::freeze, server::thaw);
        }
    }

    private void drill(String name, PostgresServer server, Runnable breaking, Runnable mending) {
        try (Drill drill = new Drill(directory, server.settings())) {
            drill.begin();
            Probe probe = new Probe(drill);
            drill.letRun(Duration.ofSeconds(3));
            int threads = drill.hub.threads();
            breaking.run();
            int most = threads;
            try {
                long end = System.nanoTime() + Drill.AWAY.toNanos();
                while (System.nanoTime() < end) {
                    probe.takesCallbacks();
                    probe.isBusy();
                    most = Math.max(most, drill.hub.threads());
                    drill.letRun(Duration.ofMillis(500));
                }
            } finally {
                mending.run();
            }
            drill.hub.awaitReady();
            drill.letRun(Duration.ofSeconds(3));
            drill.reckon("%s for %d s (slowest answer %d ms, threads %d, at most %d)"
                    .formatted(
                            name, Drill.AWAY.toSeconds(), drill.slowestAnswer().toMillis(), threads, most));
            assertThat(drill.slowestAnswer()).as("how long an agent waited").isLessThan(Probe.SOON);
            assertThat(most).as("threads").isLessThan(2 * threads);
        }
    }
}
