package io.omnihub.gateway;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// All connections of this node.
final class LiveConnections {

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final int mostPerAddress;

    LiveConnections(int mostPerAddress) {
        this.mostPerAddress = mostPerAddress;
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

    /// Counts a connection of an address in, where it may have one more.
    boolean admit(String address) {
        int count = byAddress.merge(address, 1, Integer::sum);
        if (count > mostPerAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    void leave(String address) {
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }
}
