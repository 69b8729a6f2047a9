package io.omnihub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// One measured run.
///
/// @param perSecond  how many a second
/// @param cpuMicros  CPU time of the measured processes for one, in microseconds
/// @param written    bytes that they had written to disk for one
record Sample(double perSecond, double cpuMicros, double written) {

    static Sample of(long count, long nanos, Use use) {
        double each = Math.max(1, count);
        return new Sample(count * 1e9 / nanos, use.cpu().toNanos() / 1e3 / each, use.written() / each);
    }

    /// The memory that a process holds, in megabytes.
    static double residentMegabytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            String line =
                    lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Flags of a JVM that gives back what it does not need.
    static final List<String> GIVING_BACK =
            List.of("-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

    /// The memory that a process holds after its garbage was collected.
    static double settledMegabytes(ProcessHandle process) {
        try {
            for (int i = 0; i < 2; i++) {
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                        .toString(),
                                Long.toString(process.pid()),
                                "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
            return residentMegabytes(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
