package io.omnihub.media;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.omnihub.message.ChannelId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How many fetches of each channel may still begin: a platform that hangs must not take all places.
final class ChannelRoom {

    private final int most;
    private final Map<ChannelId, Integer> taken;

    /// @param most  of a channel
    /// @param taken of each channel already
    ChannelRoom(int most, Map<ChannelId, Integer> taken) {
        this.most = most;
        this.taken = new HashMap<>(taken);
    }

    /// The channels that have no room.
    Set<ChannelId> full() {
        return taken.entrySet().stream()
                .filter(entry -> entry.getValue() >= most)
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    /// Takes a place.
    ///
    /// @return whether there was one
    boolean take(ChannelId channel) {
        if (taken.getOrDefault(channel, 0) >= most) {
            return false;
        }
        taken.merge(channel, 1, Integer::sum);
        return true;
    }
}
