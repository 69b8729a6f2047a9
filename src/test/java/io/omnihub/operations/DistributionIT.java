package io.omnihub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnihub.ChildJvm;
import io.omnihub.web.Api;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is delivered: it is unpacked, started by its script, trained and stopped, as an operator does it.
final class DistributionIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    @Test
    void itStartsAtOnceAndFasterWhenItWasTrained() throws IOException, InterruptedException {
        Path root = unpacked();
        assertThat(root.resolve("examples/pos/routes/pos.camel.yaml")).isNotEmptyFile();
        double before = startAndStop(root, "first", () -> {});

        Process training = omnihub(root, "training", "train");
        assertThat(training.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(training.exitValue()).as(output("training")).isZero();
        assertThat(root.resolve("lib/omnihub.aot")).isNotEmptyFile();

        int port = ChildJvm.freePort();
        dropIn(root, port);
        double after = startAndStop(root, "second", () -> {
            assertThat(said(port)).isEqualTo("of what was dropped in");
            assertThat(routes(root)).contains("components.camel.yaml running each-component");
        });
        assertThat(output("second")).doesNotContain("omnihub train");
        assertThat(copyThatFails(root)).contains("Run \"omnihub train\" to make it anew.");
        System.out.printf("Distribution: ready after %.1f s, after %.1f s when trained%n", before, after);
    }

    @Test
    void anOlderJavaSaysInASentenceWhatIsNeeded() throws IOException, InterruptedException {
        try (DataInputStream launch =
                new DataInputStream(Files.newInputStream(Path.of("target/classes/io/omnihub/Launch.class")))) {
            launch.skipNBytes(6);
            assertThat(launch.readUnsignedShort())
                    .as("its class file is of Java 11")
                    .isEqualTo(55);
        }
        Path old = oldJava();
        assumeTrue(Files.exists(old), "a Java between 17 and 24 is there");
        for (Path jar :
                List.of(one(Path.of("target"), "-SNAPSHOT.jar"), unpacked().resolve("lib/omnihub.jar"))) {
            Path output = directory.resolve("old.log");
            Process hub = new ProcessBuilder(old.toString(), "-jar", jar.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(hub.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(hub.exitValue()).isOne();
            assertThat(Files.readAllLines(output))
                    .singleElement()
                    .asString()
                    .startsWith("OmniHub needs Java 25 or later, and ");
        }
    }

    private static Path oldJava() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> home.getFileName().toString().matches(".*\\b(17|21)\\b.*"))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseGet(() -> Path.of("none"));
        }
    }

    /// A copy has other times, for which the cache does not fit. That it is told costs no whole start.
    private String copyThatFails(Path root) throws IOException, InterruptedException {
        Path copy = directory.resolve("copy");
        Process cp = new ProcessBuilder("cp", "-r", root.toString(), copy.toString())
                .inheritIO()
                .start();
        assertThat(cp.waitFor()).isZero();
        Process hub = omnihub(copy, "copy", "--server.port=none");
        assertThat(hub.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return output("copy");
    }

    private Path unpacked() throws IOException, InterruptedException {
        String archive = one(Path.of("target"), "-dist.tar.gz").toString();
        Process tar = new ProcessBuilder("tar", "xzf", archive, "-C", directory.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return one(directory, "");
    }

    private static Path one(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// A jar of a component, and a route that names it and one that is delivered.
    private static void dropIn(Path root, int port) throws IOException {
        String type = DroppedComponent.class.getName();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(root.resolve("components/dropped.jar")))) {
            for (String part : List.of("", "$1", "$1$1")) {
                String file = type.replace('.', '/') + part + ".class";
                jar.putNextEntry(new JarEntry(file));
                jar.write(Files.readAllBytes(Path.of("target/test-classes", file)));
            }
            jar.putNextEntry(new JarEntry("META-INF/services/org/apache/camel/component/dropped"));
            jar.write(("class=" + type + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(root.resolve("routes/dropped.camel.yaml"), """
                - route:
                    id: dropped
                    from:
                      uri: netty:tcp://127.0.0.1:%d?textline=true
                      steps:
                        - to: dropped:in
                """.formatted(port));
        Files.writeString(root.resolve("routes/components.camel.yaml"), """
                - route:
                    id: each-component
                    from:
                      uri: direct:each-component
                      steps:
                        - marshal: {json: {library: Jackson}}
                        - setBody: {jsonpath: $.order}
                        - to: http://127.0.0.1:1/x
                        - to: netty:tcp://127.0.0.1:1?textline=true&lazyStartProducer=true
                        - to: ftp:user@127.0.0.1:1/in?password=x
                        - to: sftp:user@127.0.0.1:1/in?password=x
                        - to: smtp:127.0.0.1:1?to=a@example.org
                        - to: sql:select 1?dataSource=#orders
                        - to: jdbc:orders
                """);
    }

    private String routes(Path root) {
        try {
            assertThat(omnihub(root, "routes", "routes", "status").waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return output("routes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String said(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double startAndStop(Path root, String name, Runnable meanwhile) throws IOException, InterruptedException {
        int port = ChildJvm.freePort();
        long begun = System.nanoTime();
        Process hub = omnihub(
                root,
                name,
                "--server.port=" + port,
                "--omnihub.gateway.port=0",
                "--omnihub.other-databases.orders.url=jdbc:sqlite::memory:");
        Api anybody = new Api("http://127.0.0.1:" + port, "");
        Awaitility.await("ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(hub.isAlive()).as(output(name)).isTrue();
                    return isReady(anybody);
                });
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(anybody.get("/console/").status()).isEqualTo(200);
        assertThat(anybody.get("/api/v1/me").status()).isEqualTo(401);
        meanwhile.run();
        Process backup = omnihub(root, name + "-backup", "backup", name + "-copy");
        assertThat(backup.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(backup.exitValue()).as(output(name + "-backup")).isZero();
        assertThat(directory.resolve(name + "-copy/omnihub.db")).isNotEmptyFile();
        hub.destroy();
        assertThat(hub.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(hub.exitValue()).as("exit status of a stop").isZero();
        assertThat(root.resolve("data/omnihub.db")).isNotEmptyFile();
        return seconds;
    }

    private Process omnihub(Path root, String name, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("bin/omnihub").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private String output(String name) {
        try {
            return Files.readString(directory.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isReady(Api api) {
        try {
            return api.get("/actuator/health/readiness").status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }
}
