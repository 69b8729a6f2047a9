package io.omnihub.gateway;

import io.omnihub.message.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// All connections of this node.
public final class LiveConnections {

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final int mostPerAddress;

    LiveConnections(int mostPerAddress) {
        this.mostPerAddress = mostPerAddress;
    }

    /// Closes the connections of an account, because it was closed or changed.
    public void closeAccount(TenantId tenant, String account) {
        closeAgents(agent ->
                agent.caller().tenant().equals(tenant) && agent.caller().name().equals(account));
    }

    /// Closes the connections that a login made, because it ended.
    public void closeLogin(String login) {
        closeAgents(agent -> !login.isEmpty() && agent.login().equals(login));
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

    private void closeAgents(java.util.function.Predicate<AgentParty> which) {
        sockets.forEach(socket -> {
            if (socket.party() instanceof AgentParty agent && which.test(agent)) {
                socket.end(CloseCode.UNAUTHORISED, "The login has ended.");
            }
        });
    }
}
