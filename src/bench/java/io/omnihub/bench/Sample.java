package io.omnihub.bench;

import java.time.Duration;

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

    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
