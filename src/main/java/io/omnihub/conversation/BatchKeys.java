package io.omnihub.conversation;

import io.omnihub.log.InboundKey;
import io.omnihub.log.InboundKeys;
import io.omnihub.message.InboundEvent;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys that one batch knows: those it looked up and those it adds.
final class BatchKeys {

    private final InboundKeys store;
    private final Map<InboundKey.Id, InboundKey> known = new HashMap<>();
    private final Map<InboundKey.Id, InboundKey> added = new LinkedHashMap<>();
    private final Map<InboundKey.Id, InboundKey> replaced = new LinkedHashMap<>();

    BatchKeys(InboundKeys store) {
        this.store = store;
    }

    /// Looks keys up.
    ///
    /// @param careful look every key up; else only those of what the events refer to, and the events themselves are
    ///                taken for new until the database says otherwise
    void prepare(Transaction tx, Collection<InboundEvent> events, boolean careful) throws SQLException {
        Set<InboundKey.Id> wanted = new LinkedHashSet<>();
        for (InboundEvent event : events) {
            if (careful || References.isEcho(event)) {
                wanted.add(References.key(event));
            }
            if (careful) {
                References.introduces(event)
                        .forEach(introduced -> wanted.add(References.messageKey(event, introduced)));
            }
            References.target(event.body())
                    .filter(target -> target.sequence() == 0)
                    .or(() -> References.quoted(event.body()))
                    .ifPresent(target -> wanted.add(References.messageKey(event, target.externalId())));
        }
        known.putAll(store.find(tx, wanted));
    }

    @Nullable
    InboundKey find(InboundKey.Id id) {
        InboundKey key = replaced.get(id);
        if (key == null) {
            key = added.get(id);
        }
        return key == null ? known.get(id) : key;
    }

    Collection<InboundKey> known() {
        return known.values();
    }

    void put(InboundKey key) {
        if (known.containsKey(key.id()) || replaced.containsKey(key.id())) {
            replaced.put(key.id(), key);
        } else {
            added.put(key.id(), key);
        }
    }

    /// Sets a key that stands in the database without having been looked up.
    void replace(InboundKey key) {
        if (added.containsKey(key.id())) {
            added.put(key.id(), key);
        } else {
            replaced.put(key.id(), key);
        }
    }

    void flush(Writes writes, long now) throws SQLException {
        store.add(writes, added.values(), now);
        store.set(writes, replaced.values(), now);
    }
}
