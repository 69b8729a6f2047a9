package io.omnihub.gateway;

import io.netty.channel.Channel;
import io.omnihub.bound.Holdings;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// All connections of this node.
final class LiveConnections {

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Holdings places;
    private final Holdings bytes;
    private final Lobby lobby;

    /// @param places for connections
    /// @param bytes  of frames that are not complete
    LiveConnections(Holdings places, Holdings bytes, Lobby lobby) {
        this.places = places;
        this.bytes = bytes;
        this.lobby = lobby;
    }

    void add(Socket socket) {
        sockets.add(socket);
    }

    void remove(Socket socket) {
        sockets.remove(socket);
    }

    int size() {
        return sockets.size();
    }

    void forEach(Consumer<Socket> action) {
        sockets.forEach(action);
    }

    /// Takes a new connection in, where its address may have one more; so long as it is unknown it may have to go.
    Optional<Holdings.Hold> enter(Channel channel, String address) {
        Optional<Holdings.Hold> place = take(address);
        place.ifPresent(taken -> {
            channel.closeFuture().addListener(_ -> taken.close());
            lobby.enter(channel);
        });
        return place;
    }

    /// A place for a connection of an address.
    Optional<Holdings.Hold> take(String address) {
        return places.take(address);
    }

    /// On what arrives of frames that are not complete.
    Holdings.Hold bytes(String address) {
        return bytes.open(address);
    }

    Lobby lobby() {
        return lobby;
    }

    boolean isFull() {
        return places.isFull();
    }
}
