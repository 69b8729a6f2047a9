package io.omnihub.overload;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How full the heap is after its collections. A part of it that was not collected for a while says nothing: what was
/// left in it sufficed since.
final class Heap {

    private static final long LATELY = TimeUnit.SECONDS.toMillis(30);

    /// Of the bound: below this there is no pressure.
    private static final double BEGINS = 0.75;

    private final double bound;
    private final long size;
    private final List<Part> parts;

    /// @param bound the share at which the pressure is 1
    /// @param size  of the whole, in bytes
    Heap(double bound, long size, List<Part> parts) {
        this.bound = bound;
        this.size = size;
        this.parts = List.copyOf(parts);
    }

    /// This process's.
    static Heap own(double bound) {
        List<Part> parts = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                .map(Heap::part)
                .toList();
        return new Heap(bound, Runtime.getRuntime().maxMemory(), parts);
    }

    double pressure() {
        double used = parts.stream()
                .filter(part -> part.sinceCollected().getAsLong() < LATELY)
                .mapToLong(part -> part.left().getAsLong())
                .sum();
        return Math.max(0, (used / size - BEGINS * bound) / (bound - BEGINS * bound));
    }

    private static Part part(MemoryPoolMXBean pool) {
        List<com.sun.management.GarbageCollectorMXBean> own =
                ManagementFactory.getPlatformMXBeans(com.sun.management.GarbageCollectorMXBean.class).stream()
                        .filter(collector ->
                                Arrays.asList(collector.getMemoryPoolNames()).contains(pool.getName()))
                        .toList();
        return new Part(() -> left(pool), () -> sinceCollected(own));
    }

    /// Some collectors give back what they found free later, without counting anew.
    private static long left(MemoryPoolMXBean pool) {
        MemoryUsage left = pool.getCollectionUsage();
        return left == null ? 0 : Math.min(left.getUsed(), pool.getUsage().getUsed());
    }

    private static long sinceCollected(List<com.sun.management.GarbageCollectorMXBean> collectors) {
        long now = ManagementFactory.getRuntimeMXBean().getUptime();
        return collectors.stream()
                .map(com.sun.management.GarbageCollectorMXBean::getLastGcInfo)
                .filter(last -> last != null)
                .mapToLong(last -> now - last.getEndTime())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// A part that is collected by itself.
    ///
    /// @param left           bytes that its last collection left
    /// @param sinceCollected milliseconds
    record Part(LongSupplier left, LongSupplier sinceCollected) {}
}
