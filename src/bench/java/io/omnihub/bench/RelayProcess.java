package io.omnihub.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bare relay in a JVM of its own.
record RelayProcess(Process process, int port) implements AutoCloseable {

    /// @param flags of the JVM
    /// @param log   the file to which each message is written first; null for none
    static RelayProcess start(List<String> flags, int visitors, int agents, @Nullable Path log) {
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(flags);
            command.addAll(List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RelayMain.class.getName(),
                    Integer.toString(visitors),
                    Integer.toString(agents)));
            if (log != null) {
                command.add(log.toString());
            }
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("port ")) {
                    return new RelayProcess(process, Integer.parseInt(line.substring("port ".length())));
                }
            }
            throw new IllegalStateException("the relay did not start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Use use() {
        return Use.of(process.toHandle());
    }

    double settledMegabytes() {
        return Sample.settledMegabytes(process.toHandle());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
