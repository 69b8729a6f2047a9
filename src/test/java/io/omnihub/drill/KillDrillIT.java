package io.omnihub.drill;

import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random instants, under load and while the hub starts. `-Ddrill.kills=200` is the long form,
/// `-Ddrill.database=postgresql` takes the other database.
final class KillDrillIT {

    private static final int KILLS = Integer.getInteger("drill.kills", 10);
    private static final Database.Kind DATABASE =
            Database.Kind.valueOf(System.getProperty("drill.database", "sqlite").toUpperCase(Locale.ROOT));

    /// One kill out of so many hits a hub that is still starting.
    private static final int WHILE_STARTING = 5;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcceptedIsThereOnceAndInOrderAfterKills() {
        try (Drill drill = new Drill(directory, DATABASE == Database.Kind.SQLITE ? List.of() : postgres())) {
            drill.begin();
            for (int kill = 1; kill <= KILLS; kill++) {
                letRun(Duration.ofMillis(ThreadLocalRandom.current().nextInt(3_000)));
                drill.kill();
                if (kill % WHILE_STARTING == 0) {
                    drill.hub.launch();
                } else {
                    drill.hub.start();
                }
            }
            drill.hub.awaitReady();
            drill.reckon("Kill drill on " + DATABASE);
        }
    }

    private static List<String> postgres() {
        DatabaseProperties properties = TestDatabases.newPostgres();
        return List.of(
                "--omnihub.database.url=" + properties.url(),
                "--omnihub.database.user=" + properties.user(),
                "--omnihub.database.password=" + properties.password(),
                // A kill of the hub asks nothing of the server's disk.
                "--omnihub.database.require-durable=false");
    }

    private static void letRun(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }
}
