package io.omnihub;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// A second JVM with the class path of the tests, to be stopped, frozen and killed as a machine would be.
public final class ChildJvm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// @param output the file that takes what the child prints
    public static Builder of(Class<?> main, Path output) {
        return new Builder(main, output);
    }

    /// Waits until the child has printed a line with this in it.
    ///
    /// @return the first such line
    public String awaitLine(String part) {
        return awaitLine(line -> line.contains(part));
    }

    public String awaitLine(Predicate<String> wanted) {
        Awaitility.await("a line of the child").atMost(PATIENCE).until(() -> {
            if (!process.isAlive() && lines().stream().noneMatch(wanted)) {
                throw new IllegalStateException("the child ended: " + lines());
            }
            return lines().stream().anyMatch(wanted);
        });
        return lines().stream().filter(wanted).findFirst().orElseThrow();
    }

    /// The complete lines that it has printed so far; a line cut short by a kill is left out.
    public List<String> lines() {
        try {
            String text = Files.readString(output, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// `kill -9`, and waits for its end.
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// SIGTERM, and waits for its end.
    ///
    /// @return the exit status
    public int terminate() {
        process.destroy();
        awaitEnd();
        return process.exitValue();
    }

    /// Waits for its end.
    ///
    /// @return the exit status
    public int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the child did not end: " + lines());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// SIGSTOP: it keeps its connections and answers nothing.
    public void freeze() {
        signal("-STOP", pid());
    }

    /// SIGCONT.
    public void thaw() {
        signal("-CONT", pid());
    }

    @Override
    public void close() {
        kill();
    }

    /// One for what must come back on its port, and so can't choose one each time.
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a signal, such as `-STOP`, to a process.
    public static void signal(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill " + signal + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Gathers how the child is started.
    public static final class Builder {

        private final Class<?> main;
        private final Path output;
        private final List<String> jvmArguments =
                new ArrayList<>(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();

        private Builder(Class<?> main, Path output) {
            this.main = main;
            this.output = output;
        }

        /// Further flags of the JVM; later ones win.
        public Builder jvm(String... flags) {
            jvmArguments.addAll(List.of(flags));
            return this;
        }

        public Builder property(String name, String value) {
            jvmArguments.add("-D" + name + "=" + value);
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder arguments(String... values) {
            arguments.addAll(List.of(values));
            return this;
        }

        public ChildJvm start() {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmArguments);
            command.add("-cp");
            command.add(classPath());
            command.add(main.getName());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            try {
                return new ChildJvm(builder.start(), output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Surefire hides the real class path behind a jar of its own.
        private static String classPath() {
            String hidden = System.getProperty("surefire.test.class.path", "");
            String path = hidden.isEmpty() ? System.getProperty("java.class.path") : hidden;
            return path.endsWith(File.pathSeparator) ? path.substring(0, path.length() - 1) : path;
        }
    }
}
