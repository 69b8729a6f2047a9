package io.omnihub.bound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What the web server's callers may hold.
///
/// @param connections           in all; 0 for as many as the heap allows
/// @param connectionsPerAddress of one address
/// @param requestWithin         how long a request may take to arrive, and an answer to be taken, beside what their
///                              bytes need
/// @param slowest               bytes in a second that a large body needs at least
@ConfigurationProperties("omnihub.limits")
record LimitsProperties(
        @DefaultValue("0") int connections,
        @DefaultValue("256") int connectionsPerAddress,
        @DefaultValue("20s") Duration requestWithin,
        @DefaultValue("16KB") DataSize slowest) {

    private static final long HEAP_EACH = 256 * 1024;
    private static final int MOST = 8_192;

    LimitsProperties {
        check("connections", connections >= 0, "must not be negative");
        check("connections-per-address", connectionsPerAddress >= 1, "must be at least 1");
        check("request-within", requestWithin.toMillis() >= 1, "must be positive");
        check("slowest", slowest.toBytes() >= 1, "must be at least 1B");
    }

    /// In all.
    int allConnections() {
        long fitting = Runtime.getRuntime().maxMemory() / HEAP_EACH;
        return connections > 0 ? connections : Math.clamp(fitting, 64, MOST);
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.limits." + name + " " + problem);
        }
    }
}
