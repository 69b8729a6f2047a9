package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.wire.Presence;
import io.omnihub.wire.ServerFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One tenant's desk on this node.
final class Desk {

    private final Set<Socket> followers = ConcurrentHashMap.newKeySet();
    private final Set<Socket> visitors = ConcurrentHashMap.newKeySet();
    private final Set<ConversationId> changed = ConcurrentHashMap.newKeySet();

    /// What each connection of each agent says; guarded by itself. Few change it, seldom.
    private final Map<String, Map<Socket, Presence>> agents = new HashMap<>();

    void follow(Socket agent) {
        followers.add(agent);
        presences().forEach((account, state) -> agent.push(new ServerFrame.PresenceOf(account, null, state)));
    }

    void presence(String account, Socket agent, Presence state) {
        announce(
                account,
                () -> agents.computeIfAbsent(account, _ -> new HashMap<>()).put(agent, state));
    }

    void gone(String account, Socket agent) {
        followers.remove(agent);
        announce(
                account,
                () -> agents.computeIfPresent(account, (_, said) -> {
                    said.remove(agent);
                    return said.isEmpty() ? null : said;
                }));
    }

    void add(Socket visitor) {
        visitors.add(visitor);
        visitor.push(staffed(isStaffed()));
    }

    void remove(Socket visitor) {
        visitors.remove(visitor);
    }

    void changed(ConversationId conversation) {
        if (!followers.isEmpty()) {
            changed.add(conversation);
        }
    }

    Collection<ConversationId> takeChanged() {
        List<ConversationId> taken = new ArrayList<>();
        for (Iterator<ConversationId> each = changed.iterator(); each.hasNext(); each.remove()) {
            taken.add(each.next());
        }
        return taken;
    }

    void tell(ServerFrame frame) {
        Parcel parcel = new Parcel(frame);
        followers.forEach(follower -> follower.push(parcel));
    }

    private void announce(String account, Runnable change) {
        Presence before;
        Presence after;
        boolean staffedBefore;
        boolean staffedAfter;
        synchronized (agents) {
            before = presence(account);
            staffedBefore = isStaffed();
            change.run();
            after = presence(account);
            staffedAfter = isStaffed();
        }
        if (before != after) {
            tell(new ServerFrame.PresenceOf(account, null, after));
        }
        if (staffedBefore != staffedAfter) {
            Parcel parcel = new Parcel(staffed(staffedAfter));
            visitors.forEach(visitor -> visitor.push(parcel));
        }
    }

    private static ServerFrame staffed(boolean staffed) {
        return new ServerFrame.PresenceOf("", null, staffed ? Presence.ONLINE : Presence.OFFLINE);
    }

    private boolean isStaffed() {
        return presences().containsValue(Presence.ONLINE);
    }

    private Map<String, Presence> presences() {
        synchronized (agents) {
            Map<String, Presence> presences = new HashMap<>();
            agents.keySet().forEach(account -> presences.put(account, presence(account)));
            return presences;
        }
    }

    /// The most present of what an agent's connections say.
    private Presence presence(String account) {
        return agents.getOrDefault(account, Map.of()).values().stream()
                .min(Comparator.naturalOrder())
                .orElse(Presence.OFFLINE);
    }
}
