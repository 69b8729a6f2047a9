package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import java.io.BufferedWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sample of the Java client library, run from its source.
final class JavaSampleTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final LiveHub live = LiveHub.shared();
    private final Desk desk = new Desk(live.hub.as(Role.AGENT));

    @Test
    void theSampleTalks() throws Exception {
        Path printed = folder.resolve("printed");
        Process chat = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dstdout.encoding=UTF-8",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "clients/java/src/test/java/sample/ConsoleChat.java",
                        live.hub.address,
                        "mobile",
                        folder.resolve("store").toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        BufferedWriter typed = chat.outputWriter();
        try {
            String question = "Where is my order of " + LiveHub.newId() + "?";
            typed.append(question).append('\n').flush();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(printed).content().contains("[LIVE]", "  ✓ " + question + "\n"));
            desk.show(desk.conversation(question), "Order 1024", "Show", "myshop://order/1024");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(printed)
                            .content()
                            .contains("[card] Order 1024\n  → Show myshop://order/1024\n"));
            typed.close();
            assertThat(chat.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(chat.exitValue()).isZero();
        } finally {
            chat.destroyForcibly();
        }
    }
}
