package io.omnihub.delivery;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.http.SharedTokens;
import io.omnihub.keys.TenantKeys;
import io.omnihub.keys.UnreadableException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The access tokens of platforms in the database, encrypted with the tenant's key.
final class StoredTokens implements SharedTokens {

    private static final String PURPOSE = "access-token";

    private final Database database;
    private final TenantKeys keys;
    private final Clock clock;

    StoredTokens(Database database, TenantKeys keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Optional<Held> find(TenantId tenant, String name) {
        Optional<Sealed> sealed = available(() -> database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("select sealed, renew_at from access_token"
                                + " where tenant = ? and name = ? and sealed is not null")
                        .params(tenant.value(), name)
                        .query((row, _) -> new Sealed(row.getBytes(1), row.getLong(2)))
                        .optional()));
        return sealed.flatMap(found -> open(tenant, found));
    }

    @Override
    public Optional<Turn> turn(TenantId tenant, String name, Duration longest) {
        String owner = UUID.randomUUID().toString();
        long now = clock.millis();
        boolean taken = available(() -> write(tenant, """
                insert into access_token (tenant, name, renew_at, owner, claimed_until) values (?, ?, 0, ?, ?)
                on conflict (tenant, name) do update
                  set owner = excluded.owner, claimed_until = excluded.claimed_until
                  where access_token.claimed_until <= ?""", tenant.value(), name, owner, now + longest.toMillis(), now));
        return taken ? Optional.of(new Mine(tenant, name, owner)) : Optional.empty();
    }

    /// What another key has encrypted is as good as none.
    private Optional<Held> open(TenantId tenant, Sealed sealed) {
        try {
            byte[] clear = keys.decrypt(tenant, PURPOSE, sealed.bytes());
            return Optional.of(
                    new Held(new String(clear, StandardCharsets.UTF_8), Instant.ofEpochMilli(sealed.renewAt())));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private boolean write(TenantId tenant, String sql, Object... params) {
        Transaction.Work<Boolean> work = tx -> tx.sql().sql(sql).params(params).update() == 1;
        return database.write(Tenants.of(tenant), work);
    }

    private static <T> T available(Work<T> work) {
        try {
            return work.run();
        } catch (DatabaseUnavailableException e) {
            throw new ChannelUnavailableException("the hub's database does not answer", false, e);
        }
    }

    /// Something done with the database.
    private interface Work<T> {

        T run();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Sealed(byte[] bytes, long renewAt) {}

    private final class Mine implements Turn {

        private final TenantId tenant;
        private final String name;
        private final String owner;

        Mine(TenantId tenant, String name, String owner) {
            this.tenant = tenant;
            this.name = name;
            this.owner = owner;
        }

        @Override
        public boolean share(Held held) {
            byte[] sealed = keys.encrypt(tenant, PURPOSE, held.value().getBytes(StandardCharsets.UTF_8));
            return available(() -> write(
                    tenant,
                    "update access_token set sealed = ?, renew_at = ? where tenant = ? and name = ? and owner = ?",
                    sealed,
                    held.renewAt().toEpochMilli(),
                    tenant.value(),
                    name,
                    owner));
        }

        @Override
        public void close() {
            available(() -> write(
                    tenant,
                    "update access_token set claimed_until = 0 where tenant = ? and name = ? and owner = ?",
                    tenant.value(),
                    name,
                    owner));
        }
    }
}
