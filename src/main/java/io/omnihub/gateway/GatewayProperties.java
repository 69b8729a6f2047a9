package io.omnihub.gateway;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the gateway listens.
///
/// @param enabled               whether it listens at all
/// @param port                  0 for any free one
/// @param origins               of the console, beside the host under which the gateway itself is called
/// @param connections           in all; 0 for as many as the heap allows
/// @param connectionsPerAddress more are refused
/// @param framesPerSecond       what a visitor may send for long; an agent ten times that, and both for five seconds at
///                              once
/// @param heartbeat             how often a receiver is told how far its conversations are
/// @param helloWithin           how long a client may take to say who it is
/// @param silence               after so long without a sign of the client the connection is closed
/// @param restartSpread         clients come back at a random time within this after a restart
@ConfigurationProperties("omnihub.gateway")
public record GatewayProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("8081") int port,
        @DefaultValue List<String> origins,
        @DefaultValue("0") int connections,
        @DefaultValue("100") int connectionsPerAddress,
        @DefaultValue("20") int framesPerSecond,
        @DefaultValue("30s") Duration heartbeat,
        @DefaultValue("10s") Duration helloWithin,
        @DefaultValue("90s") Duration silence,
        @DefaultValue("5s") Duration restartSpread) {

    private static final long HEAP = Runtime.getRuntime().maxMemory();
    private static final long HEAP_EACH = 64 * 1024;
    private static final int MOST = 100_000;

    public GatewayProperties {
        check("port", port >= 0 && port <= 65_535, "must be between 0 and 65535");
        check("connections", connections >= 0, "must not be negative");
        check("connections-per-address", connectionsPerAddress >= 1, "must be at least 1");
        check("frames-per-second", framesPerSecond >= 1 && framesPerSecond <= 1_000_000, "must be 1 to 1000000");
        check("heartbeat", heartbeat.toSeconds() >= 1, "must be at least 1s");
        check("hello-within", helloWithin.isPositive(), "must be positive");
        check("silence", silence.compareTo(heartbeat) > 0, "must be above heartbeat");
        check("restart-spread", !restartSpread.isNegative(), "must not be negative");
    }

    /// In all.
    int allConnections() {
        return connections > 0 ? connections : Math.clamp(HEAP / HEAP_EACH, 256, MOST);
    }

    /// Of which nobody knows yet who it is.
    int unknownConnections() {
        return Math.max(1, allConnections() / 4);
    }

    /// Of frames that are not complete, from one address.
    static long bytesPerAddress() {
        return bytes() / 4;
    }

    /// The same in all.
    static long bytes() {
        return HEAP / 8;
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.gateway." + name + " " + problem);
        }
    }
}
