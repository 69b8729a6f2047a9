package io.omnihub.buffer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The settings of the buffer.
///
/// @param url            the external broker, as `tcp://host:61616`; empty for the broker in this process
/// @param user           the account at the external broker
/// @param password       its password
/// @param windowMessages how many messages a partition's feed has given to the engine and not yet acknowledged, at most
/// @param windowSize     the same in bytes
/// @param stall          external broker: without progress for this long, the feed lets another node go on
/// @param pause          external broker: how long it then waits, at least, before it reads again
/// @param memory         embedded broker: what a queue keeps in memory; beyond, it pages to disk
/// @param limit          embedded broker: what a queue pages to disk at most; beyond, the door refuses
/// @param minimumFree    embedded broker: with less usable space on its disk the door refuses
/// @param jmx            embedded broker: whether its MBeans are registered
@ConfigurationProperties("omnihub.buffer")
public record BufferProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("1000") int windowMessages,
        @DefaultValue("4MB") DataSize windowSize,
        @DefaultValue("30s") Duration stall,
        @DefaultValue("10s") Duration pause,
        @DefaultValue("64MB") DataSize memory,
        @DefaultValue("4GB") DataSize limit,
        @DefaultValue("200MB") DataSize minimumFree,
        @DefaultValue("true") boolean jmx) {

    public BufferProperties {
        check("window-messages", windowMessages >= 1, "must be at least 1");
        check("window-size", windowSize.toBytes() >= 1, "must be positive");
        check("stall", stall.isPositive(), "must be positive");
        check("pause", !pause.isNegative(), "must not be negative");
        check("memory", memory.toKilobytes() >= 64, "must be at least 64KB");
        check("limit", limit.compareTo(memory) >= 0, "must not be below omnihub.buffer.memory");
        check("minimum-free", !minimumFree.isNegative(), "must not be negative");
        check("user", user.isEmpty() || !url.isEmpty(), "is for an external broker: set omnihub.buffer.url too");
    }

    /// Whether the broker runs in this process.
    boolean embedded() {
        return url.isEmpty();
    }

    @Override
    public String toString() {
        return "BufferProperties[" + (embedded() ? "embedded" : "external") + "]";
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException("omnihub.buffer." + name + " " + problem);
        }
    }
}
