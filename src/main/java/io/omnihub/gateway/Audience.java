package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ServerFrame;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who of one tenant is connected to this node: those who follow the list, and visitors.
final class Audience {

    private final Map<Socket, Follower> followers = new ConcurrentHashMap<>();
    private final Set<Socket> visitors = ConcurrentHashMap.newKeySet();
    private final Moves moves = new Moves();

    /// @param open the conversations that the connection watches, as they are at any time
    /// @return whether it did not follow the list before
    boolean follow(Socket agent, List<ClientFrame.View> shown, Set<ConversationId> open) {
        Follower follower = new Follower(agent, open);
        Follower known = followers.putIfAbsent(agent, follower);
        (known == null ? follower : known).show(shown);
        return known == null;
    }

    void unfollow(Socket agent) {
        followers.remove(agent);
    }

    void add(Socket visitor) {
        visitors.add(visitor);
    }

    void remove(Socket visitor) {
        visitors.remove(visitor);
    }

    /// Notes that a conversation has changed.
    ///
    /// @return whether it is to be told, and was not to be before
    boolean changed(Entry entry) {
        return !followers.isEmpty() && moves.add(entry);
    }

    Moves moves() {
        return moves;
    }

    /// A connection asks for what it has missed: until it [is told][#caughtUp(Socket)], what is told to all says
    /// nothing of how far it has come.
    void catchUp(Socket agent) {
        Follower follower = followers.get(agent);
        if (follower != null) {
            follower.catchUp();
        }
    }

    void caughtUp(Socket agent) {
        Follower follower = followers.get(agent);
        if (follower != null) {
            follower.caughtUp();
        }
    }

    Collection<Follower> followers() {
        return followers.values();
    }

    void tell(ServerFrame frame) {
        EncodedFrame encoded = new EncodedFrame(frame);
        followers.keySet().forEach(follower -> follower.push(encoded));
    }

    void tellVisitors(ServerFrame frame) {
        EncodedFrame encoded = new EncodedFrame(frame);
        visitors.forEach(visitor -> visitor.push(encoded));
    }
}
