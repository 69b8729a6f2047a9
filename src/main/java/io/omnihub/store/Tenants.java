package io.omnihub.store;

import io.omnihub.message.TenantId;
import java.util.Set;
import java.util.stream.Collectors;

/// The tenants whose rows a transaction may see and write. On PostgreSQL row-level security holds it to them; on
/// SQLite, which has none, every statement names its tenant.
public record Tenants(Set<TenantId> ids, boolean everyone) {

    /// For the hub's own readers, which serve all tenants.
    public static final Tenants ALL = new Tenants(Set.of(), true);

    public Tenants {
        ids = Set.copyOf(ids);
    }

    public static Tenants of(TenantId tenant) {
        return new Tenants(Set.of(tenant), false);
    }

    public static Tenants of(Set<TenantId> tenants) {
        return new Tenants(tenants, false);
    }

    /// The value of the PostgreSQL setting `omnihub.tenants` that the policies compare with.
    String setting() {
        return everyone ? "*" : ids.stream().map(TenantId::value).sorted().collect(Collectors.joining(","));
    }
}
