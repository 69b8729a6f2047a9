package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table of logins by browsers. Of the secret in a cookie only the SHA-256 is stored.
final class LoginSessions {

    private static final Logger LOG = LoggerFactory.getLogger(LoginSessions.class);

    /// A request that follows another one so soon is not noted.
    private static final Duration NOTED = Duration.ofMinutes(1);

    private static final String ALIVE = """
            from login_session s join account a on a.tenant = s.tenant and a.name = s.account
            where s.created_at > :began and s.used_at > :used and a.disabled = 0 and\s""";

    private final Database database;
    private final LoginProperties properties;
    private final Clock clock;

    LoginSessions(Database database, LoginProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /// Enters a login, and forgets those of its tenant whose time is over.
    ///
    /// @return its id
    String insert(Transaction tx, Account account, String secret) {
        long now = clock.millis();
        String id = UUID.randomUUID().toString();
        tx.sql()
                .sql("delete from login_session where tenant = ? and (created_at <= ? or used_at <= ?)")
                .params(account.tenant().value(), began(now), used(now))
                .update();
        tx.sql()
                .sql("""
                insert into login_session (id, tenant, account, hash, created_at, used_at)
                values (?, ?, ?, ?, ?, ?)""")
                .params(id, account.tenant().value(), account.name(), Secrets.sha256(secret), now, now)
                .update();
        return id;
    }

    /// Who has a cookie with this secret, of whichever tenant; notes that it was used.
    Optional<Caller> find(String secret) {
        long now = clock.millis();
        Optional<Found> found = database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select s.tenant, s.account, a.display_name, a.role, s.id, a.generated, s.used_at " + ALIVE
                                + "s.hash = :hash")
                        .param("began", began(now))
                        .param("used", used(now))
                        .param("hash", Secrets.sha256(secret))
                        .query((rows, _) -> read(rows, secret))
                        .optional());
        found.filter(each -> now - each.usedAt() > NOTED.toMillis()).ifPresent(each -> note(each.caller(), now));
        return found.map(Found::caller);
    }

    /// Which of these logins have not ended.
    Set<String> alive(Transaction tx, Collection<String> ids) {
        long now = clock.millis();
        return Set.copyOf(tx.sql()
                .sql("select s.id " + ALIVE + "s.id in (:ids)")
                .param("began", began(now))
                .param("used", used(now))
                .param("ids", ids)
                .query(String.class)
                .list());
    }

    /// Gives a login another secret, so that the old one is worthless.
    void rotate(Transaction tx, TenantId tenant, String id, String secret) {
        tx.sql()
                .sql("update login_session set hash = ? where tenant = ? and id = ?")
                .params(Secrets.sha256(secret), tenant.value(), id)
                .update();
    }

    boolean delete(Transaction tx, TenantId tenant, String id) {
        return tx.sql()
                        .sql("delete from login_session where tenant = ? and id = ?")
                        .params(tenant.value(), id)
                        .update()
                == 1;
    }

    /// @param kept a login that stays; empty for none
    /// @return the ids of those that were ended
    List<String> deleteOf(Transaction tx, TenantId tenant, String account, String kept) {
        return tx.sql()
                .sql("delete from login_session where tenant = ? and account = ? and id <> ? returning id")
                .params(tenant.value(), account, kept)
                .query((row, _) -> row.getString(1))
                .list();
    }

    static LoginSession session(String id, String secret, boolean mustChangePassword) {
        return new LoginSession(id, Secrets.derived(secret, "csrf"), mustChangePassword);
    }

    /// Where that can't be written now, the next request does.
    private void note(Caller caller, long now) {
        LoginSession session = caller.session();
        if (session == null) {
            return;
        }
        try {
            var _ = database.write(
                    Tenants.of(caller.tenant()),
                    tx -> tx.sql()
                            .sql("update login_session set used_at = ? where tenant = ? and id = ?")
                            .params(now, caller.tenant().value(), session.id())
                            .update());
        } catch (DatabaseUnavailableException e) {
            LOG.debug("The use of a login was not noted", e);
        }
    }

    private long began(long now) {
        return now - properties.longest().toMillis();
    }

    private long used(long now) {
        return now - properties.idle().toMillis();
    }

    private static Found read(ResultSet rows, String secret) throws SQLException {
        TenantId tenant = new TenantId(rows.getString(1));
        LoginSession session = session(rows.getString(5), secret, rows.getInt(6) == 1);
        return new Found(
                new Caller(
                        tenant,
                        rows.getString(2),
                        rows.getString(3),
                        Role.of(rows.getString(4)),
                        true,
                        session,
                        Credential.login(tenant, session.id())),
                rows.getLong(7));
    }

    private record Found(Caller caller, long usedAt) {}
}
