package io.omnihub.overload;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How full the heap is after its collections, as far as it is collected at all: where nothing has filled it for a
/// while, what is left suffices.
final class Heap {

    private static final long LATELY = TimeUnit.SECONDS.toMillis(30);

    /// Of the bound: below this there is no pressure.
    private static final double BEGINS = 0.75;

    private final double bound;
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
            .toList();

    /// @param bound the share at which the pressure is 1
    Heap(double bound) {
        this.bound = bound;
    }

    double pressure() {
        if (!isCollected()) {
            return 0;
        }
        long used = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage left = pool.getCollectionUsage();
            used += left == null ? 0 : left.getUsed();
        }
        double share = (double) used / Runtime.getRuntime().maxMemory();
        return Math.max(0, (share - BEGINS * bound) / (bound - BEGINS * bound));
    }

    private static boolean isCollected() {
        long now = ManagementFactory.getRuntimeMXBean().getUptime();
        return ManagementFactory.getPlatformMXBeans(com.sun.management.GarbageCollectorMXBean.class).stream()
                .map(com.sun.management.GarbageCollectorMXBean::getLastGcInfo)
                .anyMatch(last -> last != null && now - last.getEndTime() < LATELY);
    }
}
