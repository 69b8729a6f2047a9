package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.OmniHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `omnihub routes` without a running hub.
final class RoutesCommandTests {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void filesAreLookedAtAndTriedWithoutARunningHub() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(
                routes.resolve("good.camel.yaml"),
                RouteLoadingTests.answering("good", "platform-http:/webhooks/good", "x"));
        Files.writeString(
                routes.resolve("bad.camel.yaml"), RouteLoadingTests.answering("bad", "timer:x?period=soon", "x"));
        Path samples = Files.createDirectories(routes.resolve("samples/good"));
        Files.writeString(samples.resolve("one.json"), "{}");
        Files.writeString(samples.resolve("one.unified.json"), "[{}]");

        int status = run(
                "try",
                "--omnihub.routes=" + routes,
                "--omnihub.data=" + directory.resolve("data"),
                "--server.port=8080");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "bad.camel.yaml is refused",
                        "  bad.camel.yaml:4: the option period of timer can't be soon",
                        "good.camel.yaml is refused",
                        "  samples/good/one.json: $[0] is not there, and should be {}");
        assertThat(status).isEqualTo(1);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(routes);
        }
    }

    @Test
    void aFileOfAnotherFolderIsNotTakenForItsNamesake() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        String good = RouteLoadingTests.answering("good", "platform-http:/webhooks/good", "x");
        Files.writeString(routes.resolve("good.camel.yaml"), good);
        Path other = Files.writeString(directory.resolve("good.camel.yaml"), good);

        assertThat(run("check", other.toString(), "--omnihub.routes=" + routes)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("%s is not in the folder of routes, %s", other, routes);
        assertThat(run("check", "/", "--omnihub.routes=" + routes)).isEqualTo(1);
        out.reset();
        assertThat(run("check", routes.resolve("good.camel.yaml").toString(), "--omnihub.routes=" + routes))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("good.camel.yaml is well");
    }

    /// The hub that looks is gone at the end, and so is its account.
    @Test
    void noPasswordIsPrinted() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(run("check", "--omnihub.routes=" + Files.createDirectory(directory.resolve("routes"))))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("password");
    }

    @Test
    void whatNeedsARunningHubSaysThatThereIsNone() {
        assertThat(run("status", "--omnihub.data=" + directory)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("omnihub routes status: no hub runs on " + directory);
    }

    @Test
    void whatIsNotMeantIsTold() {
        assertThat(run("chekc")).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("omnihub routes check|try");
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "routes";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return RoutesCommand.run(OmniHub.class, stream, stream, all);
    }
}
