package io.omnihub.conversation;

import io.omnihub.conversation.WaitingEvents.Target;
import io.omnihub.message.InboundEvent;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The waiting events that one batch knows: those that wait already for what it brings, and those that begin to
/// wait.
final class BatchWaiting {

    private final WaitingEvents store;
    private final Map<Target, List<InboundEvent>> waiting = new HashMap<>();
    private final Map<Target, List<InboundEvent>> added = new LinkedHashMap<>();
    private final Set<Target> joined = new LinkedHashSet<>();

    BatchWaiting(WaitingEvents store) {
        this.store = store;
    }

    void prepare(Transaction tx, Collection<InboundEvent> events) throws SQLException {
        Set<Target> wanted = new LinkedHashSet<>();
        for (InboundEvent event : events) {
            References.introduces(event).forEach(introduced -> wanted.add(target(event, introduced)));
        }
        waiting.putAll(store.find(tx, wanted));
    }

    void add(InboundEvent event, String externalId) {
        added.computeIfAbsent(target(event, externalId), _ -> new ArrayList<>()).add(event);
    }

    /// Takes away what waited for a message that is known now.
    List<InboundEvent> join(InboundEvent bringer, String externalId) {
        Target target = target(bringer, externalId);
        List<InboundEvent> events = new ArrayList<>();
        List<InboundEvent> stored = waiting.remove(target);
        if (stored != null) {
            joined.add(target);
            events.addAll(stored);
        }
        List<InboundEvent> fresh = added.remove(target);
        if (fresh != null) {
            events.addAll(fresh);
        }
        return events;
    }

    void flush(Transaction tx, long now) {
        joined.forEach(target -> store.remove(tx, target));
        added.forEach((target, events) -> events.forEach(event -> store.add(tx, target, event, now)));
    }

    private static Target target(InboundEvent event, String externalId) {
        return new Target(event.header().tenant(), event.header().inbox(), externalId);
    }
}
