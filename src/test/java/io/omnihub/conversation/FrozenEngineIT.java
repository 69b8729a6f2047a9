package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.ChildJvm;
import io.omnihub.message.Entry;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Databases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two engines in two JVMs on one PostgreSQL, one of which freezes in the middle of its batches.
final class FrozenEngineIT {

    private static final int ROUNDS = 4;

    @TempDir
    private Path directory;

    private DatabaseProperties properties;
    private Databases databases;
    private Hub hub;
    private ChildJvm other;

    @BeforeEach
    void open() {
        properties = TestDatabases.newPostgres();
        databases = Databases.postgres(properties);
        hub = new Hub(databases.database());
        other = ChildJvm.of(EngineMain.class, directory.resolve("engine.log"))
                .arguments(properties.url(), properties.user(), properties.password(), "zoe")
                .start();
    }

    @AfterEach
    void close() {
        other.close();
        hub.close();
        databases.close();
    }

    @Test
    void anEngineThatFreezesWhileItHoldsThePartitionIsPassedAndFindsItsWayBack() {
        other.awaitLine("stored zoe-200");
        for (int round = 0; round < ROUNDS; round++) {
            int before = stored();
            other.freeze();
            for (int i = 0; i < 20; i++) {
                String id = "amy-" + round + "-" + i;
                assertThat(hub.engine
                                .take(hub.text("amy", id, id), false)
                                .orTimeout(30, TimeUnit.SECONDS)
                                .join())
                        .isInstanceOf(Outcome.Stored.class);
            }
            other.thaw();
            org.awaitility.Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> stored() > before + 200);
        }
        List<String> acknowledged = other.lines().stream()
                .filter(line -> line.startsWith("stored "))
                .map(line -> line.substring("stored ".length()))
                .toList();
        other.kill();

        List<Entry> zoe = hub.entries("zoe");
        assertThat(EngineTests.texts(zoe)).containsAll(acknowledged).doesNotHaveDuplicates();
        assertThat(EngineTests.texts(zoe)).isSortedAccordingTo(java.util.Comparator.comparing(FrozenEngineIT::number));
        assertThat(EngineTests.texts(hub.entries("amy"))).hasSize(ROUNDS * 20);
        long last = hub.reader.lastPosition(0);
        assertThat(hub.reader.after(0, 0, 1_000_000))
                .extracting(Entry::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
    }

    private int stored() {
        return (int) other.lines().stream()
                .filter(line -> line.startsWith("stored "))
                .count();
    }

    private static Integer number(String id) {
        return Integer.valueOf(id.substring(id.indexOf('-') + 1));
    }
}
