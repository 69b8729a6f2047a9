package io.omnihub.keys;

import io.omnihub.message.TenantId;
import io.omnihub.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table of tenants' keys, in which each is wrapped.
final class StoredKeys {

    /// From which all other keys of a tenant follow.
    static final String ROOT = "root";

    /// The key of visitors' tokens was made by itself once, and stands in the place of the one that would follow.
    private static final String VISITOR_TOKENS = "mac/visitor-token";

    private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);
    private static final String SELECT = "select tenant, name, wrapped_by, wrapped from tenant_key ";
    private static final int BYTES = 32;

    private final KeyRing ring;
    private final Clock clock;

    StoredKeys(KeyRing ring, Clock clock) {
        this.ring = ring;
        this.clock = clock;
    }

    static boolean isEmpty(Transaction tx) {
        return tx.sql().sql("select count(*) from tenant_key").query(Long.class).single() == 0;
    }

    /// At the start: everything is wrapped by the key that is used now, and nothing lies there in clear.
    ///
    /// @param lost whether what can't be unwrapped is forgotten
    /// @throws IllegalStateException where something can't be unwrapped
    void putInOrder(Transaction tx, boolean lost) {
        if (lost) {
            forgetLostOnes(tx);
        }
        wrapClearOnes(tx);
        tx.sql()
                .sql("select id from tenant")
                .query(String.class)
                .list()
                .forEach(id -> insert(tx, new TenantId(id), ROOT, Sealing.random(BYTES)));
        for (Row row : rows(tx)) {
            if (ring.find(row.wrappedBy()).isEmpty()) {
                throw new IllegalStateException("Keys in the database are wrapped by the key " + row.wrappedBy()
                        + ", but the hub has " + ring.current().id()
                        + ": give it the key file of the node or the backup that they come from (omnihub.keys.folder"
                        + " or omnihub.keys.secret); docs/distribution.md tells what to do where it is lost");
            }
            if (!row.wrappedBy().equals(ring.current().id())) {
                update(tx, row.tenant(), row.name(), unwrap(row));
            }
        }
    }

    /// A tenant's keys, of which the root is made where there is none.
    Map<String, byte[]> ensure(Transaction tx, TenantId tenant) {
        insert(tx, tenant, ROOT, Sealing.random(BYTES));
        return find(tx, tenant);
    }

    /// A tenant's keys by their names.
    Map<String, byte[]> find(Transaction tx, TenantId tenant) {
        Map<String, byte[]> found = new HashMap<>();
        tx.sql()
                .sql(SELECT + "where tenant = ?")
                .param(tenant.value())
                .query(StoredKeys::read)
                .list()
                .forEach(row -> found.put(row.name(), unwrap(row)));
        return found;
    }

    private void wrapClearOnes(Transaction tx) {
        tx.sql()
                .sql("select tenant, secret from visitor_key")
                .query((row, _) -> Map.entry(new TenantId(row.getString(1)), row.getBytes(2)))
                .list()
                .forEach(clear -> {
                    insert(tx, clear.getKey(), VISITOR_TOKENS, clear.getValue());
                    tx.sql()
                            .sql("delete from visitor_key where tenant = ?")
                            .param(clear.getKey().value())
                            .update();
                });
    }

    private void insert(Transaction tx, TenantId tenant, String name, byte[] clear) {
        tx.sql()
                .sql("""
                insert into tenant_key (tenant, name, wrapped_by, wrapped, created_at) values (?, ?, ?, ?, ?)
                on conflict (tenant, name) do nothing""")
                .params(
                        tenant.value(),
                        name,
                        ring.current().id(),
                        ring.current().wrap(of(tenant, name), clear),
                        clock.millis())
                .update();
    }

    private void update(Transaction tx, TenantId tenant, String name, byte[] clear) {
        tx.sql()
                .sql("update tenant_key set wrapped_by = ?, wrapped = ? where tenant = ? and name = ?")
                .params(ring.current().id(), ring.current().wrap(of(tenant, name), clear), tenant.value(), name)
                .update();
    }

    private void forgetLostOnes(Transaction tx) {
        rows(tx).stream().filter(row -> ring.find(row.wrappedBy()).isEmpty()).forEach(row -> {
            LOG.warn(
                    "The key {} of the tenant {} is lost with {}, which wrapped it",
                    row.name(),
                    row.tenant(),
                    row.wrappedBy());
            tx.sql()
                    .sql("delete from tenant_key where tenant = ? and name = ?")
                    .params(row.tenant().value(), row.name())
                    .update();
        });
    }

    private static List<Row> rows(Transaction tx) {
        return tx.sql().sql(SELECT).query(StoredKeys::read).list();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(new TenantId(row.getString(1)), row.getString(2), row.getString(3), row.getBytes(4));
    }

    private byte[] unwrap(Row row) {
        WrappingKey key = ring.find(row.wrappedBy()).orElseThrow(UnreadableException::new);
        return key.unwrap(of(row.tenant(), row.name()), row.wrapped());
    }

    private static String of(TenantId tenant, String name) {
        return tenant.value() + "/" + name;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(TenantId tenant, String name, String wrappedBy, byte[] wrapped) {}
}
