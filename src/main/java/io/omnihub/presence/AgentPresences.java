package io.omnihub.presence;

import io.omnihub.message.TenantId;
import io.omnihub.wire.Presence;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Which agents of which tenant are there, on this node or another.
public final class AgentPresences {

    /// After so long without a word a node's agents count as gone: it has missed to tell of them three times.
    private static final Duration SILENCE = Duration.ofSeconds(35);

    private final Map<TenantId, Team> teams = new ConcurrentHashMap<>();
    private final List<Consumer<PresenceChange>> listeners = new CopyOnWriteArrayList<>();

    /// Has each change told to a listener too.
    public void listen(Consumer<PresenceChange> listener) {
        listeners.add(listener);
    }

    /// A connection to this node says what its agent is; offline ends it.
    public void here(TenantId tenant, String account, Object connection, Presence state) {
        team(tenant).change(account, attendance -> attendance.here(connection, state));
    }

    /// Another node says what an agent's connections there say.
    public void elsewhere(TenantId tenant, String account, String node, Presence state) {
        long until = System.nanoTime() + SILENCE.toNanos();
        team(tenant).change(account, attendance -> attendance.elsewhere(node, state, until));
    }

    /// What each agent of a tenant is that is there.
    public Map<String, Presence> of(TenantId tenant) {
        return team(tenant).presences();
    }

    /// Whether any agent of a tenant is there.
    public boolean isStaffed(TenantId tenant) {
        return team(tenant).isStaffed();
    }

    /// Tells again who is here, and forgets the agents of nodes that have not done so for a while.
    public void tellAgain() {
        teams.values().forEach(Team::tellAgain);
    }

    private Team team(TenantId tenant) {
        return teams.computeIfAbsent(tenant, Team::new);
    }

    private void tell(PresenceChange change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    /// A tenant's agents.
    private final class Team {

        private final TenantId tenant;

        /// Guarded by itself. Few change it, seldom.
        private final Map<String, Attendance> agents = new HashMap<>();

        private Team(TenantId tenant) {
            this.tenant = tenant;
        }

        private void change(String account, Consumer<Attendance> change) {
            State before;
            State after;
            synchronized (agents) {
                Attendance attendance = agents.computeIfAbsent(account, _ -> new Attendance());
                before = State.of(attendance, isStaffed());
                change.accept(attendance);
                after = State.of(attendance, isStaffed());
                if (after.anywhere() == Presence.OFFLINE) {
                    agents.remove(account);
                }
            }
            if (before.here() != after.here()) {
                tell(new PresenceChange.Here(tenant, account, after.here()));
            }
            if (before.anywhere() != after.anywhere()) {
                tell(new PresenceChange.Agent(tenant, account, after.anywhere()));
            }
            if (before.staffed() != after.staffed()) {
                tell(new PresenceChange.Staffed(tenant, after.staffed()));
            }
        }

        private void tellAgain() {
            Map<String, Presence> here = new HashMap<>();
            synchronized (agents) {
                agents.forEach((account, attendance) -> here.put(account, attendance.here()));
            }
            here.forEach((account, state) -> {
                change(account, attendance -> attendance.forget(System.nanoTime()));
                if (state != Presence.OFFLINE) {
                    tell(new PresenceChange.Here(tenant, account, state));
                }
            });
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
    }

    /// What of an agent, and of the team, others may have to be told of.
    private record State(Presence here, Presence anywhere, boolean staffed) {

        static State of(Attendance attendance, boolean staffed) {
            return new State(attendance.here(), attendance.anywhere(), staffed);
        }
    }
}
