package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.ChildJvm;
import io.omnihub.OmniHub;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub that can't start must end: whatever watches over it starts it anew, or tells somebody.
final class FailedStartIT {

    @TempDir
    private Path directory;

    @Test
    void aStartThatFailsEndsTheProcessAndSaysWhy() throws IOException {
        try (ChildJvm hub = ChildJvm.of(OmniHub.class, directory.resolve("output"))
                .jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
                .arguments(
                        "--omnihub.data=" + directory.resolve("data"),
                        "--omnihub.channels.largest-callback=17MB",
                        "--server.port=0",
                        "--omnihub.gateway.port=0")
                .start()) {
            assertThat(hub.awaitEnd()).isEqualTo(1);
            assertThat(hub.lines())
                    .anyMatch(line -> line.contains("omnihub.channels.largest-callback must be between 1B and 16MB"));
        }
    }
}
