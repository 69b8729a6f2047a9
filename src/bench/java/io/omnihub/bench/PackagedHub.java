package io.omnihub.bench;

import io.omnihub.ChildJvm;
import io.omnihub.OmniHub;
import io.omnihub.web.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The hub in a JVM of its own, started as a user starts it: the packaged jar where there is one, else the class path.
///
/// @param port  of HTTP
/// @param begun when the process was started, by the monotonic clock
/// @param gatewayPort of the gateway
record PackagedHub(Process process, Path data, int port, int gatewayPort, long begun) implements AutoCloseable {

    /// The JVM's flags that `bin/omnihub` gives too.
    static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms112m", "-XX:NewSize=64m", "-XX:SurvivorRatio=4", "-XX:MetaspaceSize=128m");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// @param flags    of the JVM
    /// @param settings of the hub
    static PackagedHub start(Path data, List<String> flags, List<String> settings) {
        List<String> arguments = new ArrayList<>(FLAGS);
        arguments.addAll(flags);
        arguments.addAll(program());
        arguments.addAll(settings);
        return start(data, arguments);
    }

    /// @param arguments of `java`
    static PackagedHub start(Path data, List<String> arguments) {
        try {
            Files.createDirectories(data);
            int port = ChildJvm.freePort();
            int gatewayPort = ChildJvm.freePort();
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(arguments);
            command.addAll(List.of(
                    "--omnihub.data=" + data, "--server.port=" + port, "--omnihub.gateway.port=" + gatewayPort));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of(data + ".log").toFile());
            long begun = System.nanoTime();
            return new PackagedHub(builder.start(), data, port, gatewayPort, begun);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What lets one address open many sockets, and a program be a visitor.
    static List<String> forSockets(List<String> more) {
        List<String> all = new ArrayList<>(List.of(
                "--omnihub.routes=" + Path.of("routes").toAbsolutePath(),
                "--omnihub.sites.bench.app=true",
                "--omnihub.gateway.connections-per-address=100000",
                "--omnihub.gateway.frames-per-second=100000",
                "--omnihub.proxies=127.0.0.1"));
        all.addAll(more);
        return all;
    }

    /// The API, as a program that the administrator of the first start made a token for.
    Api api() {
        try (Stream<String> lines = Files.lines(Path.of(data + ".log"))) {
            String password = lines.filter(Api::tellsPassword).findFirst().orElseThrow();
            return Api.program("http://127.0.0.1:" + port, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the hub says that it is ready.
    ///
    /// @return the time since the process was started
    Duration awaitReady() {
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build();
        while (System.nanoTime() - begun < PATIENCE.toNanos() && process.isAlive()) {
            try {
                if (HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return Duration.ofNanos(System.nanoTime() - begun);
                }
            } catch (IOException _) {
                // Nobody listens yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        throw new IllegalStateException("the hub did not get ready; see " + data + ".log");
    }

    Use use() {
        return Use.of(process.toHandle());
    }

    /// The memory that the process holds, in megabytes.
    double residentMegabytes() {
        return Sample.residentMegabytes(process.toHandle());
    }

    /// The same after what is garbage has been given back.
    double settledMegabytes() {
        return Sample.settledMegabytes(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static List<String> program() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("omnihub-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .map(jar -> List.of("-jar", jar.toString()))
                    .orElseGet(() -> List.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OmniHub.class.getName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
