package io.omnihub.keys;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts and signs what belongs to a tenant. Each tenant has a key of its own, which stands in the database wrapped
/// by one that lies outside; from it another one follows for each purpose. So whoever copies the database can read
/// nothing of it and sign nothing.
///
/// All nodes have the same keys. They are read once for each tenant and then kept, so that nothing here costs a query.
public final class TenantKeys {

    private final Database database;
    private final StoredKeys stored;
    private final Map<TenantId, Map<String, SecretKey>> known = new ConcurrentHashMap<>();

    TenantKeys(Database database, StoredKeys stored) {
        this.database = database;
        this.stored = stored;
    }

    /// Makes a new tenant's key, unless it has one. Not in a transaction, as all else here may be.
    public void prepare(TenantId tenant) {
        var _ = keys(tenant);
    }

    /// Encrypts something (AES-256-GCM). The same is encrypted to something else each time.
    ///
    /// @param purpose a short constant name of what it is, which must be given to decrypt it
    public byte[] encrypt(TenantId tenant, String purpose, byte[] clear) {
        return Sealing.seal(key(tenant, "encrypt/" + purpose), tenant.value() + "/" + purpose, clear);
    }

    /// Decrypts what [#encrypt] made for this tenant and purpose.
    ///
    /// @throws UnreadableException where that is not so, or it has been changed since
    public byte[] decrypt(TenantId tenant, String purpose, byte[] encrypted) {
        return Sealing.open(key(tenant, "encrypt/" + purpose), tenant.value() + "/" + purpose, encrypted);
    }

    /// Signs something, or makes what it can be found by where it is encrypted (HMAC-SHA-256): the same each time, and
    /// nobody without the key can tell from it what it was made of, nor make it.
    ///
    /// @param purpose a short constant name of what it is; keys of two purposes have nothing in common
    public byte[] mac(TenantId tenant, String purpose, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key(tenant, "mac/" + purpose));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    private SecretKey key(TenantId tenant, String use) {
        Map<String, SecretKey> keys = keys(tenant);
        SecretKey root = Objects.requireNonNull(keys.get(StoredKeys.ROOT));
        return keys.computeIfAbsent(use, name -> derived(root, name));
    }

    private Map<String, SecretKey> keys(TenantId tenant) {
        Map<String, SecretKey> keys = known.get(tenant);
        if (keys != null) {
            return keys;
        }
        Map<String, SecretKey> loaded = new ConcurrentHashMap<>(load(tenant));
        Map<String, SecretKey> before = known.putIfAbsent(tenant, loaded);
        return before == null ? loaded : before;
    }

    private Map<String, SecretKey> load(TenantId tenant) {
        Tenants tenants = Tenants.of(tenant);
        Map<String, byte[]> found = database.read(tenants, tx -> stored.find(tx, tenant));
        if (!found.containsKey(StoredKeys.ROOT)) {
            found = database.write(tenants, tx -> stored.ensure(tx, tenant));
        }
        Map<String, SecretKey> keys = new HashMap<>();
        found.forEach((name, bytes) -> keys.put(name, new SecretKeySpec(bytes, "HmacSHA256")));
        return keys;
    }

    private static SecretKey derived(SecretKey root, String use) {
        try {
            HKDFParameterSpec parameters =
                    HKDFParameterSpec.ofExtract().addIKM(root).thenExpand(use.getBytes(StandardCharsets.UTF_8), 32);
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HKDF-SHA256", e);
        }
    }
}
