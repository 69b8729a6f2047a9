package io.omnihub.identity;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Keeps API tokens: `oh_` and 256 random bits, of which only the SHA-256 is stored. A slow hash would add nothing to
/// that many random bits.
public final class ApiTokens {

    static final String PREFIX = "oh_";

    private static final int RANDOM_BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final String SELECT = "select id, tenant, name, role, created_by, created_at from api_token ";

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Makes a token.
    ///
    /// @return empty where the tenant has one of this name already
    /// @throws InvalidMessageException where the name breaks a rule
    public Optional<Created> create(TenantId tenant, String name, Role role, String createdBy) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidMessageException("name", "must be 1 to 64 small letters, digits or any of . _ @ -");
        }
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant now = Instant.ofEpochMilli(clock.millis());
        ApiToken token = new ApiToken(UUID.randomUUID().toString(), tenant, name, role, createdBy, now);
        int inserted = database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                        insert into api_token (id, tenant, name, role, hash, created_by, created_at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (tenant, name) do nothing""")
                        .params(
                                token.id(),
                                tenant.value(),
                                name,
                                role.publicName(),
                                sha256(secret),
                                createdBy,
                                now.toEpochMilli())
                        .update());
        return inserted == 1 ? Optional.of(new Created(token, secret)) : Optional.empty();
    }

    /// All tokens of a tenant, by name.
    public List<ApiToken> list(TenantId tenant) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + "where tenant = ? order by name")
                        .param(tenant.value())
                        .query(ApiTokens::read)
                        .list());
    }

    /// Ends a token at once.
    ///
    /// @return whether there was one
    public boolean delete(TenantId tenant, String id) {
        return database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                                .sql("delete from api_token where tenant = ? and id = ?")
                                .params(tenant.value(), id)
                                .update()
                        == 1);
    }

    /// The token behind a secret, of whichever tenant: the secret is what tells the tenant.
    Optional<ApiToken> find(String secret) {
        byte[] hash = sha256(secret);
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql(SELECT + "where hash = ?")
                        .param(hash)
                        .query(ApiTokens::read)
                        .optional());
    }

    private static ApiToken read(ResultSet rows, int number) throws SQLException {
        return new ApiToken(
                rows.getString(1),
                new TenantId(rows.getString(2)),
                rows.getString(3),
                Role.of(rows.getString(4)),
                rows.getString(5),
                Instant.ofEpochMilli(rows.getLong(6)));
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// A new token with its secret, which is shown this once.
    public record Created(ApiToken token, String secret) {

        @Override
        public String toString() {
            return token.toString();
        }
    }
}
