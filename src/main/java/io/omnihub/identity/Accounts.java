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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Keeps accounts. Of a password only a slow hash is stored.
public final class Accounts {

    /// Random bytes of a password that the hub makes.
    static final int GENERATED_BYTES = 18;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    static final String SELECT =
            "select tenant, name, display_name, role, disabled, generated, created_at, password from account ";

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
        checkName(name);
        PasswordRules.check(name, password);
        Account account = fresh(tenant, name, "", role, false);
        String hash = passwords.encode(password);
        return database.write(Tenants.of(tenant), tx -> insert(tx, account, hash));
    }

    public Optional<Account> get(TenantId tenant, String name) {
        return find(tenant, name).map(Stored::account);
    }

    public boolean exists(TenantId tenant, String name) {
        return find(tenant, name).isPresent();
    }

    /// All accounts of a tenant, by name.
    public List<Account> list(TenantId tenant) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + "where tenant = ? order by name")
                        .param(tenant.value())
                        .query((rows, _) -> read(rows).account())
                        .list());
    }

    Optional<Stored> find(TenantId tenant, String name) {
        return database.read(Tenants.of(tenant), tx -> find(tx, tenant, name, ""));
    }

    /// @param lock what the statement ends with, so that the row is held
    Optional<Stored> find(Transaction tx, TenantId tenant, String name, String lock) {
        return tx.sql()
                .sql(SELECT + "where tenant = ? and name = ?" + lock)
                .params(tenant.value(), name)
                .query((rows, _) -> read(rows))
                .optional();
    }

    boolean isEmpty(Transaction tx) {
        return tx.sql().sql("select count(*) from account").query(Long.class).single() == 0;
    }

    /// An account as it begins.
    Account fresh(TenantId tenant, String name, String displayName, Role role, boolean generated) {
        return new Account(tenant, name, displayName, role, false, generated, Instant.ofEpochMilli(clock.millis()));
    }

    boolean insert(Transaction tx, Account account, String hash) {
        return tx.sql()
                        .sql("""
                        insert into account (tenant, name, display_name, role, disabled, generated, created_at, password)
                        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant, name) do nothing""")
                        .params(
                                account.tenant().value(),
                                account.name(),
                                account.displayName(),
                                account.role().publicName(),
                                account.disabled() ? 1 : 0,
                                account.generated() ? 1 : 0,
                                account.createdAt().toEpochMilli(),
                                hash)
                        .update()
                == 1;
    }

    /// A role of a later version stays.
    void update(Transaction tx, Account account, String hash) {
        tx.sql()
                .sql("""
                update account set display_name = ?, role = case when ? then role else ? end, disabled = ?, generated = ?,
                       password = ?
                where tenant = ? and name = ?""")
                .params(
                        account.displayName(),
                        account.role() == Role.UNKNOWN,
                        account.role().publicName(),
                        account.disabled() ? 1 : 0,
                        account.generated() ? 1 : 0,
                        hash,
                        account.tenant().value(),
                        account.name())
                .update();
    }

    void changePassword(Transaction tx, Account account, String hash) {
        tx.sql()
                .sql("update account set generated = 0, password = ? where tenant = ? and name = ?")
                .params(hash, account.tenant().value(), account.name())
                .update();
    }

    /// Holds the rows of all admins, so that of two who take each other's role only one succeeds.
    void lockAdmins(Transaction tx, TenantId tenant) {
        var _ = tx.sql()
                .sql("select name from account where tenant = ? and role = 'admin' order by name"
                        + database.kind().forUpdate())
                .param(tenant.value())
                .query(String.class)
                .list();
    }

    /// Admins who are not disabled.
    long admins(Transaction tx, TenantId tenant) {
        return tx.sql()
                .sql("select count(*) from account where tenant = ? and role = 'admin' and disabled = 0")
                .param(tenant.value())
                .query(Long.class)
                .single();
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static void checkName(String name) {
        if (!isName(name)) {
            throw new InvalidMessageException("name", "must be 1 to 64 small letters, digits or any of . _ @ -");
        }
    }

    static Stored read(ResultSet rows) throws SQLException {
        return new Stored(
                new Account(
                        new TenantId(rows.getString(1)),
                        rows.getString(2),
                        rows.getString(3),
                        Role.of(rows.getString(4)),
                        rows.getInt(5) == 1,
                        rows.getInt(6) == 1,
                        Instant.ofEpochMilli(rows.getLong(7))),
                rows.getString(8));
    }

    /// An account with the hash of its password.
    record Stored(Account account, String hash) {

        /// Another one for each password and role, and no secret.
        String stamp() {
            byte[] digest = Secrets.sha256(account.role().publicName() + "/" + hash);
            return HexFormat.of().formatHex(digest, 0, 16);
        }

        @Override
        public String toString() {
            return account.toString();
        }
    }
}
