package io.omnihub.gateway;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/// The connections of which nobody knows yet who it is: so many of them, the one that has waited longest makes room.
final class Lobby {

    private final int most;
    private final SequencedSet<Channel> unknown = new LinkedHashSet<>();

    Lobby(int most) {
        this.most = most;
    }

    void enter(Channel channel) {
        add(channel).ifPresent(longest -> {
            var _ = longest.close();
        });
        var _ = channel.closeFuture().addListener(_ -> leave(channel));
    }

    /// It is known who it is, or it is gone.
    synchronized void leave(Channel channel) {
        unknown.remove(channel);
    }

    synchronized int size() {
        return unknown.size();
    }

    /// @return who must go
    private synchronized Optional<Channel> add(Channel channel) {
        unknown.add(channel);
        return unknown.size() > most ? Optional.of(unknown.removeFirst()) : Optional.empty();
    }
}
