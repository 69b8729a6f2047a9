package io.omnihub.identity;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps API tokens: `oh_` and 256 random bits, of which only the SHA-256 is stored. A slow hash would add nothing to
/// that many random bits.
public final class ApiTokens {

    static final String PREFIX = "oh_";

    private static final int RANDOM_BYTES = 32;
    private static final String SELECT =
            "select id, tenant, name, role, created_by, created_at, expires_at from api_token ";

    private final Database database;
    private final Clock clock;
    private final AuditLog audit;
    private final IdentityEnds ends;

    ApiTokens(Database database, AuditLog audit, IdentityEnds ends, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.ends = ends;
        this.clock = clock;
    }

    /// Makes a token.
    ///
    /// @return empty where the tenant has one of this name already
    /// @throws InvalidMessageException where the name breaks a rule
    public Optional<Created> create(TenantId tenant, String name, Role role, String createdBy) {
        return create(tenant, name, role, createdBy, null);
    }

    /// Makes a token that ends by itself.
    ///
    /// @param expires null for never
    /// @return empty where the tenant has one of this name already
    /// @throws InvalidMessageException where the name breaks a rule, or that time is over
    public Optional<Created> create(
            TenantId tenant, String name, Role role, String createdBy, @Nullable Instant expires) {
        Accounts.checkName(name);
        String secret = PREFIX + Secrets.random(RANDOM_BYTES);
        Instant now = Instant.ofEpochMilli(clock.millis());
        ApiToken token = new ApiToken(UUID.randomUUID().toString(), tenant, name, role, createdBy, now, expires);
        if (expires != null && !expires.isAfter(now)) {
            throw new InvalidMessageException("expiresAt", "must lie in the future");
        }
        boolean inserted = database.write(Tenants.of(tenant), tx -> insert(tx, token, secret));
        return inserted ? Optional.of(new Created(token, secret)) : Optional.empty();
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

    /// Ends a token at once with the tokens that it made, and all that lives by them.
    ///
    /// @param who ends it
    /// @return whether there was one
    public boolean delete(TenantId tenant, String id, String who) {
        List<String> ended = database.write(
                Tenants.of(tenant),
                tx -> tx
                        .sql()
                        .sql(SELECT + "where tenant = ? and id = ?")
                        .params(tenant.value(), id)
                        .query(ApiTokens::read)
                        .list()
                        .stream()
                        .flatMap(token -> delete(tx, token, audit, who).stream())
                        .toList());
        ends.ended(tenant, ended);
        return !ended.isEmpty();
    }

    /// Ends the tokens that somebody made, and those that these made.
    ///
    /// @param who ends them
    /// @param of  an account, or a token as records name it
    /// @return the ids of those that ended
    static List<String> deleteOf(Transaction tx, TenantId tenant, String of, AuditLog audit, String who) {
        return tx
                .sql()
                .sql(SELECT + "where tenant = ? and created_by = ?")
                .params(tenant.value(), of)
                .query(ApiTokens::read)
                .list()
                .stream()
                .flatMap(token -> delete(tx, token, audit, who).stream())
                .toList();
    }

    /// The first one is gone before those are looked for that it made: they can't go round.
    private static List<String> delete(Transaction tx, ApiToken token, AuditLog audit, String who) {
        int deleted = tx.sql()
                .sql("delete from api_token where id = ?")
                .param(token.id())
                .update();
        if (deleted == 0) {
            return List.of();
        }
        audit.append(tx, token.tenant(), new AuditNote(who, AuditAction.TOKEN_DELETED, token.name()));
        List<String> ended = new ArrayList<>(List.of(token.id()));
        ended.addAll(deleteOf(tx, token.tenant(), token.who(), audit, who));
        return ended;
    }

    /// The token behind a secret, of whichever tenant: the secret is what tells the tenant.
    Optional<ApiToken> find(String secret) {
        byte[] hash = Secrets.sha256(secret);
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql(SELECT + "where hash = ? and (expires_at is null or expires_at > ?)")
                        .params(hash, clock.millis())
                        .query(ApiTokens::read)
                        .optional());
    }

    private boolean insert(Transaction tx, ApiToken token, String secret) {
        int inserted = tx.sql()
                .sql("""
                insert into api_token (id, tenant, name, role, hash, created_by, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant, name) do nothing""")
                .params(
                        token.id(),
                        token.tenant().value(),
                        token.name(),
                        token.role().publicName(),
                        Secrets.sha256(secret),
                        token.createdBy(),
                        token.createdAt().toEpochMilli())
                .param(token.expires() == null ? null : token.expires().toEpochMilli())
                .update();
        if (inserted == 1) {
            Map<String, String> details = Map.of("role", token.role().publicName());
            audit.append(
                    tx,
                    token.tenant(),
                    new AuditNote(token.createdBy(), AuditAction.TOKEN_CREATED, token.name(), details));
        }
        return inserted == 1;
    }

    private static ApiToken read(ResultSet rows, int number) throws SQLException {
        return new ApiToken(
                rows.getString(1),
                new TenantId(rows.getString(2)),
                rows.getString(3),
                Role.of(rows.getString(4)),
                rows.getString(5),
                Instant.ofEpochMilli(rows.getLong(6)),
                rows.getObject(7) == null ? null : Instant.ofEpochMilli(rows.getLong(7)));
    }

    /// A new token with its secret, which is shown this once.
    public record Created(ApiToken token, String secret) {

        @Override
        public String toString() {
            return token.toString();
        }
    }
}
