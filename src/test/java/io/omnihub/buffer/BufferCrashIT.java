package io.omnihub.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.ChildJvm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BufferCrashIT {

    private static final int KILLS = 5;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedIsThereInOrderAfterKills() {
        Set<Integer> acknowledged = new HashSet<>();
        RandomGenerator random = RandomGenerator.getDefault();
        for (int round = 0; round < KILLS; round++) {
            List<Integer> taken = writeUntilKilled(round, 200 + random.nextInt(2_000));
            acknowledged.addAll(taken);
        }
        RecordingEngine engine = new RecordingEngine();
        try (BufferRig rig = BufferRig.embedded(directory.resolve("buffer"))) {
            rig.feed(engine);
            rig.awaitEmpty(0);
        }

        List<Integer> stored = engine.stored();
        assertThat(acknowledged).hasSizeGreaterThan(200 * KILLS);
        assertThat(stored).as("nothing acknowledged is lost").containsAll(acknowledged);
        assertThat(engine.taken()).as("nothing is there twice").isEqualTo(stored.size());
        for (int writer = 0; writer < CrashMain.WRITERS; writer++) {
            int mine = writer;
            assertThat(stored.stream().filter(number -> number / CrashMain.PER_WRITER == mine))
                    .as("order of a customer's messages")
                    .isSorted();
        }
    }

    private List<Integer> writeUntilKilled(int round, int least) {
        Path output = directory.resolve("round-" + round + ".log");
        try (ChildJvm child = ChildJvm.of(CrashMain.class, output)
                .jvm("--sun-misc-unsafe-memory-access=allow")
                .arguments(directory.resolve("buffer").toString(), Integer.toString(round * 100_000))
                .start()) {
            Awaitility.await("enough was taken")
                    .atMost(java.time.Duration.ofSeconds(60))
                    .until(() -> {
                        assertThat(child.isAlive()).isTrue();
                        return child.lines().size() >= least;
                    });
            child.kill();
            return child.lines().stream()
                    .filter(line -> line.startsWith("taken "))
                    .map(line -> Integer.valueOf(line.substring("taken ".length())))
                    .toList();
        }
    }
}
