package io.omnihub.contact;

import io.omnihub.keys.TenantKeys;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps what others call a person where the hub knows the person by a hash of it. The original stands beside the hash,
/// encrypted with the tenant's key, with a mark by which only who has the key can find it.
public final class Originals {

    private static final String PURPOSE = "external-id";

    private final Database database;
    private final TenantKeys keys;

    Originals(Database database, TenantKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    /// Keeps the original of an external id, unless it is kept already.
    public void keep(TenantId tenant, InboxId inbox, String externalId, String original) {
        if (database.read(Tenants.of(tenant), tx -> isKept(tx, tenant, inbox, externalId))) {
            return;
        }
        byte[] clear = original.getBytes(StandardCharsets.UTF_8);
        byte[] mark = keys.mac(tenant, PURPOSE, clear);
        byte[] encrypted = keys.encrypt(tenant, PURPOSE, clear);
        database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                        insert into external_original (tenant, inbox, external_id, mark, sealed)
                        values (?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(tenant.value(), inbox.value(), externalId, mark, encrypted)
                        .update());
    }

    /// The originals of identities, as far as they have one.
    public Map<Contact.Identity, String> of(TenantId tenant, List<Contact.Identity> identities) {
        Map<Contact.Identity, String> originals = new HashMap<>();
        database.read(Tenants.of(tenant), tx -> {
            for (Contact.Identity identity : identities) {
                find(tx, tenant, identity).ifPresent(found -> originals.put(identity, open(tenant, found)));
            }
            return originals;
        });
        return originals;
    }

    /// The external ids that have an original.
    public List<String> externalIds(Transaction tx, TenantId tenant, String original) {
        byte[] mark = keys.mac(tenant, PURPOSE, original.getBytes(StandardCharsets.UTF_8));
        return tx.sql()
                .sql("select external_id from external_original where tenant = ? and mark = ?")
                .params(tenant.value(), mark)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private String open(TenantId tenant, byte[] encrypted) {
        return new String(keys.decrypt(tenant, PURPOSE, encrypted), StandardCharsets.UTF_8);
    }

    private static boolean isKept(Transaction tx, TenantId tenant, InboxId inbox, String externalId) {
        return find(tx, tenant, new Contact.Identity(inbox, externalId)).isPresent();
    }

    private static Optional<byte[]> find(Transaction tx, TenantId tenant, Contact.Identity identity) {
        JdbcClient.StatementSpec select = tx.sql()
                .sql("select sealed from external_original where tenant = ? and inbox = ? and external_id = ?")
                .params(tenant.value(), identity.inbox().value(), identity.externalId());
        return select.query((row, _) -> row.getBytes(1)).optional();
    }
}
