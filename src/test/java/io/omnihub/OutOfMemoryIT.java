package io.omnihub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// A process that lacked memory ends, though it was started without the JVM's flag for that.
final class OutOfMemoryIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"thrown", "logged"})
    void theProcessEnds(String how) {
        try (ChildJvm child = ChildJvm.of(Greedy.class, directory.resolve("output"))
                .jvm("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .arguments(how)
                .start()) {
            assertThat(child.awaitEnd()).isEqualTo(3);
            assertThat(child.lines()).anyMatch(line -> line.contains("needs more heap"));
        }
    }

    /// Takes all memory in a thread of its own, and would live on.
    static final class Greedy {

        public static void main(String[] args) throws InterruptedException {
            OutOfMemory.endsTheProcess();
            OutOfMemory.endsTheProcessWhenLogged();
            Thread taking = new Thread(args[0].equals("thrown") ? Greedy::take : Greedy::takeAndTell);
            taking.start();
            taking.join();
            Thread.sleep(Long.MAX_VALUE);
        }

        private static void takeAndTell() {
            try {
                take();
            } catch (OutOfMemoryError e) {
                LoggerFactory.getLogger(Greedy.class).warn("Something failed", new IllegalStateException(e));
            }
        }

        private static void take() {
            Object[] all = {};
            while (true) {
                all = new Object[] {all, new byte[1_000_000]};
            }
        }
    }
}
