package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All tenants. What was read once is kept: a tenant's key and name never change while the hub runs.
public final class TenantRegistry {

    private static final int KEY_BYTES = 32;

    private final Database database;
    private final Clock clock;
    private final Map<TenantId, Tenant> known = new ConcurrentHashMap<>();

    public TenantRegistry(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Makes a tenant where there is none of this id, else leaves it as it is.
    public Tenant ensure(TenantId id, String name, ZoneId timeZone) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        database.write(
                Tenants.of(id),
                tx -> tx.sql()
                        .sql("""
                        insert into tenant (id, name, time_zone, id_key, created_at) values (?, ?, ?, ?, ?)
                        on conflict (id) do nothing""")
                        .params(id.value(), name, timeZone.getId(), key, clock.millis())
                        .update());
        return find(id).orElseThrow();
    }

    public Optional<Tenant> find(TenantId id) {
        Tenant tenant = known.get(id);
        if (tenant != null) {
            return Optional.of(tenant);
        }
        Optional<Tenant> read = database.read(Tenants.of(id), tx -> find(tx, id));
        read.ifPresent(found -> known.put(id, found));
        return read;
    }

    /// As [#find(TenantId)], in a transaction of the caller's.
    public Optional<Tenant> find(Transaction tx, TenantId id) {
        Tenant tenant = known.get(id);
        return tenant != null
                ? Optional.of(tenant)
                : tx.sql()
                        .sql("select name, time_zone, id_key from tenant where id = ?")
                        .param(id.value())
                        .query((rows, _) ->
                                new Tenant(id, rows.getString(1), ZoneId.of(rows.getString(2)), rows.getBytes(3)))
                        .optional();
    }
}
