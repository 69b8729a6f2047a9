package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.wire.ServerFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One tenant's desk on this node: who follows the list, and which visitors are connected.
final class Desk {

    private final Set<Socket> followers = ConcurrentHashMap.newKeySet();
    private final Set<Socket> visitors = ConcurrentHashMap.newKeySet();
    private final Set<ConversationId> changed = ConcurrentHashMap.newKeySet();

    void follow(Socket agent) {
        followers.add(agent);
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

    /// @return whether it is to be told, and was not to be before
    boolean changed(ConversationId conversation) {
        return !followers.isEmpty() && changed.add(conversation);
    }

    Collection<ConversationId> takeChanged() {
        List<ConversationId> taken = new ArrayList<>();
        for (Iterator<ConversationId> each = changed.iterator(); each.hasNext(); each.remove()) {
            taken.add(each.next());
        }
        return taken;
    }

    void tell(ServerFrame frame) {
        EncodedFrame encoded = new EncodedFrame(frame);
        followers.forEach(follower -> follower.push(encoded));
    }

    void tellVisitors(ServerFrame frame) {
        EncodedFrame encoded = new EncodedFrame(frame);
        visitors.forEach(visitor -> visitor.push(encoded));
    }
}
