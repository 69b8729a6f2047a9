package io.omnihub.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// One measured run.
///
/// @param perSecond  how many a second
/// @param cpuMicros  CPU time of this process for one, in microseconds
record Sample(double perSecond, double cpuMicros) {

    static Sample of(long count, long nanos, long cpuNanos) {
        return new Sample(count * 1e9 / nanos, cpuNanos / 1e3 / Math.max(1, count));
    }

    /// CPU time that this process has used.
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
