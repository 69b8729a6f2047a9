package io.omnihub.identity;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Keeps accounts. Of a password only a slow hash is stored.
public final class Accounts {

    /// What bcrypt looks at; a longer password would be cut without a word.
    static final int LONGEST_PASSWORD = 72;

    private static final int SHORTEST_PASSWORD = 12;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private final Database database;
    private final PasswordEncoder passwords;
    private final Clock clock;

    Accounts(Database database, PasswordEncoder passwords, Clock clock) {
        this.database = database;
        this.passwords = passwords;
        this.clock = clock;
    }

    /// Makes an account.
    ///
    /// @return false where the tenant has one of this name already, which then stays as it is
    /// @throws InvalidMessageException where name or password break a rule
    public boolean create(TenantId tenant, String name, Role role, String password) {
        check(name, password);
        String hash = passwords.encode(password);
        return database.write(Tenants.of(tenant), tx -> insert(tx, tenant, name, role, hash));
    }

    public boolean exists(TenantId tenant, String name) {
        return find(tenant, name).isPresent();
    }

    Optional<Stored> find(TenantId tenant, String name) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("select role, created_at, password from account where tenant = ? and name = ?")
                        .params(tenant.value(), name)
                        .query((rows, _) -> new Stored(
                                new Account(
                                        tenant,
                                        name,
                                        Role.of(rows.getString(1)),
                                        Instant.ofEpochMilli(rows.getLong(2))),
                                rows.getString(3)))
                        .optional());
    }

    boolean isEmpty(Transaction tx) {
        return tx.sql().sql("select count(*) from account").query(Long.class).single() == 0;
    }

    boolean insert(Transaction tx, TenantId tenant, String name, Role role, String hash) {
        return tx.sql()
                        .sql("""
                        insert into account (tenant, name, role, password, created_at) values (?, ?, ?, ?, ?)
                        on conflict (tenant, name) do nothing""")
                        .params(tenant.value(), name, role.publicName(), hash, clock.millis())
                        .update()
                == 1;
    }

    private static void check(String name, String password) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidMessageException("name", "must be 1 to 64 small letters, digits or any of . _ @ -");
        }
        int length = password.getBytes(StandardCharsets.UTF_8).length;
        if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
            throw new InvalidMessageException(
                    "password", "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " bytes");
        }
    }

    /// An account with the hash of its password.
    record Stored(Account account, String hash) {

        @Override
        public String toString() {
            return account.toString();
        }
    }
}
