package io.omnihub.record;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// What other systems can be asked of a contact while an agent looks, by routes.
public final class Lookups {

    private final Map<String, Lookup> known = new ConcurrentSkipListMap<>();

    public void begin(String name, Lookup lookup) {
        known.put(name, lookup);
    }

    public void end(String name, Lookup lookup) {
        known.remove(name, lookup);
    }

    /// Those of a tenant, by their names.
    Map<String, Lookup> of(TenantId tenant) {
        Map<String, Lookup> own = new ConcurrentSkipListMap<>(known);
        own.values().removeIf(lookup -> !lookup.tenant().equals(tenant));
        return own;
    }

    Optional<Lookup> find(TenantId tenant, String name) {
        return Optional.ofNullable(of(tenant).get(name));
    }

    /// One of them.
    public interface Lookup {

        TenantId tenant();

        /// As people are told.
        String title();

        /// Asks, and waits for as long as the look-up may take.
        ///
        /// @throws LookupFailedException where there is no answer
        List<BusinessRecord> ask(List<KnownBy> known);
    }
}
