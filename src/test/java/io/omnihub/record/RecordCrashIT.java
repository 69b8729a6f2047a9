package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.ChildJvm;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// A hub is killed between the buffer and the database.
final class RecordCrashIT {

    private static final int KILLS = 1;
    private static final int LEAST = 600;

    @TempDir
    private Path directory;

    @Test
    void whatWasTakenIsInEffectOnceAfterKills() {
        String data = directory.resolve("data").toString();
        Map<Integer, Integer> last = new HashMap<>();
        for (int round = 0; round < KILLS; round++) {
            Path output = directory.resolve("round-" + round + ".log");
            try (ChildJvm child = ChildJvm.of(RecordCrashMain.class, output)
                    .jvm("--sun-misc-unsafe-memory-access=allow")
                    .arguments(data, Integer.toString(1 + round * 100_000))
                    .start()) {
                await("enough was taken").atMost(Duration.ofSeconds(90)).until(() -> {
                    assertThat(child.isAlive()).isTrue();
                    return taken(child).size() >= LEAST;
                });
                child.kill();
                taken(child).forEach(line -> last.put(Integer.valueOf(line[1]), Integer.valueOf(line[2])));
            }
        }
        try (ConfigurableApplicationContext hub = RecordCrashMain.start(data)) {
            Database database = hub.getBean(Database.class);
            Records records = hub.getBean(Records.class);
            for (int key = 0; key < RecordCrashMain.RECORDS; key++) {
                String id = Told.id(TenantId.DEFAULT, Erp.SOURCE, "order", Integer.toString(key));
                int least = last.getOrDefault(key - key % 5, 0);
                await("what was taken is stored")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(
                                        kept(database, records, id).record().version())
                                .isGreaterThanOrEqualTo(least));
                List<Records.Past> history =
                        database.read(Tenants.of(TenantId.DEFAULT), tx -> records.history(tx, TenantId.DEFAULT, id));
                assertThat(history).hasSize(100);
                assertThat(history.stream().map(past -> past.record().version()))
                        .as("no version is there twice")
                        .doesNotHaveDuplicates();
                Records.Kept kept = kept(database, records, id);
                assertThat(kept.record().version())
                        .isEqualTo(history.getFirst().record().version());
                String state = "s" + kept.record().version();
                assertThat(kept.record().state()).isEqualTo(state);
                assertThat(kept.changes()).isEqualTo(history.getFirst().number());
            }
        }
    }

    private static List<String[]> taken(ChildJvm child) {
        return child.lines().stream()
                .filter(line -> line.startsWith("taken "))
                .map(line -> line.split(" ", -1))
                .toList();
    }

    private static Records.Kept kept(Database database, Records records, String id) {
        return database.read(Tenants.of(TenantId.DEFAULT), tx -> records.find(tx, TenantId.DEFAULT, id))
                .orElseThrow();
    }
}
