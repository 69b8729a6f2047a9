package io.omnihub.channel.declared;

import io.omnihub.channel.ChannelStatuses;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/// Declared channels for tests of what uses them.
public final class Declared {

    private Declared() {}

    /// @param yaml as a file declares it
    public static DeclaredChannels of(String channel, String yaml) {
        return of(channel, yaml, new ChannelStatuses(Clock.systemUTC()));
    }

    /// @param statuses are told how its inboxes do
    public static DeclaredChannels of(String channel, String yaml, ChannelStatuses statuses) {
        DeclaredChannels channels = new DeclaredChannels(statuses);
        channels.set(List.of(ChannelFile.read(channel + ".yaml", yaml, UnaryOperator.identity())));
        return channels;
    }
}
