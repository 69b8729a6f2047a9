package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.ChildJvm;
import io.omnihub.OmniHub;
import io.omnihub.web.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// The whole hub in a JVM of its own, always on the same port and the same data.
final class HubProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final int port = ChildJvm.freePort();
    private final int gatewayPort = ChildJvm.freePort();
    private final String[] jvm;
    private ChildJvm child;
    private int starts;
    private String credential = "";

    /// @param directory for its output and, unless the settings say otherwise, its data
    /// @param settings  by their names
    /// @param jvm       further flags of the JVM
    HubProcess(Path directory, Map<String, String> settings, String... jvm) {
        this.directory = directory;
        this.jvm = jvm;
        this.settings.put("omnihub.data", directory.resolve("data").toString());
        this.settings.put(
                "omnihub.config.channels", directory.resolve("channels").toString());
        this.settings.put("server.port", Integer.toString(port));
        this.settings.put("omnihub.gateway.port", Integer.toString(gatewayPort));
        // A claim that a kill has left behind holds its conversation up for so long.
        this.settings.put("omnihub.delivery.claim", "5s");
        this.settings.putAll(settings);
    }

    /// Where HTTP is served.
    int port() {
        return port;
    }

    /// Where WebSockets are served.
    int gatewayPort() {
        return gatewayPort;
    }

    /// Where a platform pushes to.
    ///
    /// @param inbox as channel and id, with a slash between them
    URI callback(String inbox) {
        return URI.create(address() + "/channels/" + inbox);
    }

    /// Starts it and waits until it is ready; the first time, makes the credential for [#api()] too.
    void start() {
        launch();
        awaitReady();
        if (credential.isEmpty()) {
            credential =
                    Api.program(address(), child.awaitLine(Api::tellsPassword)).authorization();
        }
    }

    /// Starts it as a further node beside one that runs already, on the same database.
    void startBeside(HubProcess first) {
        launch();
        awaitReady();
        credential = first.credential;
    }

    /// Starts it and waits for nothing.
    void launch() {
        child = ChildJvm.of(OmniHub.class, output(++starts))
                .jvm("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
                .jvm(jvm)
                .arguments(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new))
                .start();
    }

    void awaitReady() {
        Awaitility.await("the hub is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    requireAlive();
                    assertThat(status("readiness")).as(this::tail).isEqualTo(200);
                    assertThat(status("callbacks")).as(this::tail).isEqualTo(200);
                });
    }

    private int status(String health) {
        try {
            return new Api(address(), "").get("/actuator/health/" + health).status();
        } catch (UncheckedIOException _) {
            return 0;
        }
    }

    boolean isAlive() {
        return child.isAlive();
    }

    private void requireAlive() {
        if (!child.isAlive()) {
            throw new IllegalStateException("the hub ended: " + tail());
        }
    }

    /// How often it was started, in vain too.
    int starts() {
        return starts;
    }

    /// The API, as a program that an administrator made a token for.
    Api api() {
        return new Api(address(), credential);
    }

    /// The API, as anybody.
    Api anonymous() {
        return new Api(address(), "");
    }

    void kill() {
        child.kill();
    }

    /// SIGSTOP: it keeps its connections and answers nothing.
    void freeze() {
        child.freeze();
    }

    /// SIGCONT.
    void thaw() {
        child.thaw();
    }

    /// What it has written since its last start.
    List<String> lines() {
        return child.lines();
    }

    /// SIGTERM, and waits for the end.
    ///
    /// @return the exit status
    int terminate() {
        return child.terminate();
    }

    /// Threads of the operating system.
    int threads() {
        try {
            return Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line ->
                            Integer.parseInt(line.substring("Threads:".length()).strip()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    private Path output(int start) {
        try {
            return Files.createDirectories(directory).resolve("hub-" + start + ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        List<String> lines = child.lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
