package io.omnihub.buffer;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Tells an operator whether the buffer takes things in, and how much lies in it.
final class BufferHealth implements HealthIndicator {

    private final Outlet outlet;
    private final Buffer buffer;
    private final DiskSpace disk;
    private final List<String> queues;

    BufferHealth(Outlet outlet, Buffer buffer, DiskSpace disk, List<String> queues) {
        this.outlet = outlet;
        this.buffer = buffer;
        this.disk = disk;
        this.queues = queues;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        if (!outlet.connected()) {
            health.down().withDetail("reason", "away: " + outlet.trouble());
        } else if (disk.isLow()) {
            health.down().withDetail("reason", "disk low");
        } else if (buffer.isFull()) {
            health.down().withDetail("reason", "full");
        }
        queues.forEach(queue -> health.withDetail(queue, outlet.depth(queue)));
        return health.build();
    }
}
