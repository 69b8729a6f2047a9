package io.omnihub.gateway;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The connections of which nobody knows yet who it is: so many of them, the one that has waited longest makes room.
final class Lobby {

    private final int most;
    private final SequencedSet<Channel> unknown = new LinkedHashSet<>();

    Lobby(int most) {
        this.most = most;
    }

    void enter(Channel channel) {
        Channel eldest = add(channel);
        if (eldest != channel) {
            var _ = eldest.close();
        }
        channel.closeFuture().addListener(_ -> leave(channel));
    }

    /// It is known who it is, or it is gone.
    synchronized void leave(Channel channel) {
        unknown.remove(channel);
    }

    synchronized int size() {
        return unknown.size();
    }

    /// @return who must go; the new one itself where nobody has to
    private synchronized Channel add(Channel channel) {
        unknown.add(channel);
        if (unknown.size() <= most) {
            return channel;
        }
        Iterator<Channel> all = unknown.iterator();
        Channel eldest = all.next();
        all.remove();
        return eldest;
    }
}
