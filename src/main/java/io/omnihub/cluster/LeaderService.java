package io.omnihub.cluster;

import io.omnihub.loop.Loops;
import java.lang.management.ManagementFactory;
import java.util.UUID;
import org.apache.camel.support.cluster.AbstractCamelClusterService;

/// Camel's cluster service over the database's table of who leads.
final class LeaderService extends AbstractCamelClusterService<LeaderView> {

    private final Leaderships leaderships;
    private final Loops loops;

    /// Readable for operators, and never that of another process.
    private final String owner = ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();

    LeaderService(Leaderships leaderships, Loops loops) {
        super("leader");
        this.leaderships = leaderships;
        this.loops = loops;
    }

    @Override
    protected LeaderView createView(String name) {
        return new LeaderView(this, name, leaderships, owner, loops);
    }
}
