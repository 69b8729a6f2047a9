package io.omnihub.cluster;

import java.util.function.BooleanSupplier;
import org.apache.camel.cluster.CamelClusterMember;

/// This node, as Camel knows it.
record Member(String id, BooleanSupplier leads) implements CamelClusterMember {

    @Override
    public boolean isLeader() {
        return leads.getAsBoolean();
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public String getId() {
        return id;
    }
}
