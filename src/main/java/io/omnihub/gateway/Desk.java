package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.wire.Presence;
import io.omnihub.wire.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// One tenant's desk: who follows the list on this node, and which agents are there, on this node or another.
final class Desk {

    /// After so long without a word a node's agents count as gone: it has missed to tell of them three times.
    private static final Duration SILENCE = Duration.ofSeconds(35);

    private final BiConsumer<String, Presence> told;
    private final Set<Socket> followers = ConcurrentHashMap.newKeySet();
    private final Set<Socket> visitors = ConcurrentHashMap.newKeySet();
    private final Set<ConversationId> changed = ConcurrentHashMap.newKeySet();

    /// Of each agent; guarded by itself. Few change it, seldom.
    private final Map<String, Attendance> agents = new HashMap<>();

    /// @param told hears what an agent's connections to this node say, all together
    Desk(BiConsumer<String, Presence> told) {
        this.told = told;
    }

    void follow(Socket agent) {
        followers.add(agent);
        presences().forEach((account, state) -> agent.push(new ServerFrame.PresenceOf(account, null, state)));
    }

    void presence(String account, Socket agent, Presence state) {
        announce(account, attendance -> attendance.here(agent, state));
    }

    void gone(String account, Socket agent) {
        followers.remove(agent);
        announce(account, attendance -> attendance.here(agent, Presence.OFFLINE));
    }

    void elsewhere(String account, String node, Presence state) {
        announce(account, attendance -> attendance.elsewhere(node, state, System.nanoTime() + SILENCE.toNanos()));
    }

    void tellAgents() {
        Map<String, Presence> here = new HashMap<>();
        synchronized (agents) {
            agents.forEach((account, attendance) -> here.put(account, attendance.here()));
        }
        here.forEach((account, state) -> {
            announce(account, attendance -> attendance.forget(System.nanoTime()));
            if (state != Presence.OFFLINE) {
                told.accept(account, state);
            }
        });
    }

    void add(Socket visitor) {
        visitors.add(visitor);
        visitor.push(staffed(isStaffed()));
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
        Parcel parcel = new Parcel(frame);
        followers.forEach(follower -> follower.push(parcel));
    }

    private void announce(String account, Change change) {
        Attendance attendance;
        Presence hereBefore;
        Presence hereAfter;
        Presence before;
        Presence after;
        boolean staffedBefore;
        boolean staffedAfter;
        synchronized (agents) {
            attendance = agents.computeIfAbsent(account, _ -> new Attendance());
            staffedBefore = isStaffed();
            hereBefore = attendance.here();
            before = attendance.anywhere();
            change.make(attendance);
            hereAfter = attendance.here();
            after = attendance.anywhere();
            staffedAfter = isStaffed();
            if (after == Presence.OFFLINE) {
                agents.remove(account);
            }
        }
        if (hereBefore != hereAfter) {
            told.accept(account, hereAfter);
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
            agents.forEach((account, attendance) -> presences.put(account, attendance.anywhere()));
            return presences;
        }
    }

    /// What happens to an agent's attendance.
    @FunctionalInterface
    private interface Change {
        void make(Attendance attendance);
    }
}
