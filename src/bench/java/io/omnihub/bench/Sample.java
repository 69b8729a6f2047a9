package io.omnihub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// One measured run.
///
/// @param perSecond  how many a second
/// @param cpuMicros  CPU time of the measured process for one, in microseconds
record Sample(double perSecond, double cpuMicros) {

    static Sample of(long count, long nanos, Duration cpu) {
        return new Sample(count * 1e9 / nanos, cpu.toNanos() / 1e3 / Math.max(1, count));
    }

    /// CPU time that this process has used.
    static Duration cpu() {
        return cpu(ProcessHandle.current());
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

    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
