package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.store.Database;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random instants, under load and while the hub starts, and when a reply has just reached Feishu.
/// `-Ddrill.kills=200` is the long form,
/// `-Ddrill.database=postgresql` takes the other database; with `-Ddrill.passive=300ms` callbacks are held open, and
/// replies go out as their answers.
final class KillDrillIT {

    private static final int KILLS = Integer.getInteger("drill.kills", 5);
    private static final Database.Kind DATABASE =
            Database.Kind.valueOf(System.getProperty("drill.database", "sqlite").toUpperCase(Locale.ROOT));

    /// How long callbacks are held open for an answer.
    private static final String PASSIVE = System.getProperty("drill.passive", "0s");

    /// One kill out of so many hits a hub that is still starting.
    private static final int WHILE_STARTING = 5;

    /// And one out of so many hits a reply that Feishu has taken and the hub has not heard of, so that it is sent
    /// again.
    private static final int AT_REPLY = 5;

    private static final int LONGEST_RUN_MILLIS = 3_000;
    private static final int LONGEST_START_MILLIS = 8_000;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcceptedIsThereOnceAndInOrderAfterKills() {
        try (Drill drill = new Drill(directory, settings())) {
            drill.begin();
            for (int kill = 1; kill <= KILLS; kill++) {
                boolean starting = kill % WHILE_STARTING == 0;
                if (!starting) {
                    drill.hub.awaitReady();
                }
                int longest = starting ? LONGEST_START_MILLIS : LONGEST_RUN_MILLIS;
                drill.letRun(Duration.ofMillis(ThreadLocalRandom.current().nextInt(longest)));
                if (kill % AT_REPLY == 1) {
                    drill.killAtReplyOnFeishu();
                } else {
                    drill.kill();
                }
                drill.hub.launch();
            }
            drill.hub.awaitReady();
            drill.reckon("Kill drill on " + DATABASE);
            assertThat(drill.platforms.feishu.repeated())
                    .as("replies that Feishu got again after a kill, and dropped")
                    .isPositive();
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("omnihub.channels.wechat.inboxes.drill.passive-answer", PASSIVE);
        if (DATABASE == Database.Kind.POSTGRESQL) {
            settings.putAll(PostgresServer.settings(TestDatabases.newPostgres()));
        }
        return settings;
    }
}
