package io.omnihub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// What processes have used so far.
///
/// @param cpu     their CPU time
/// @param written the bytes that they had written to disk, as Linux counts them: whole pages of files, also those that
///                the disk has not seen yet, and neither pipes nor sockets
record Use(Duration cpu, long written) {

    static final Use NOTHING = new Use(Duration.ZERO, 0);

    /// Of this process.
    static Use here() {
        return of(ProcessHandle.current());
    }

    static Use of(ProcessHandle process) {
        return new Use(process.info().totalCpuDuration().orElse(Duration.ZERO), written(process));
    }

    /// Of several; those that have ended count for nothing.
    static Use of(Stream<ProcessHandle> processes) {
        return processes.map(Use::of).reduce(NOTHING, Use::plus);
    }

    Use plus(Use other) {
        return new Use(cpu.plus(other.cpu), written + other.written);
    }

    Use since(Use before) {
        return new Use(cpu.minus(before.cpu), written - before.written);
    }

    private static long written(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "io"))) {
            return lines.filter(line -> line.startsWith("write_bytes:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }
}
