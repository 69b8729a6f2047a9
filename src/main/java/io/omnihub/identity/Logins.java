package io.omnihub.identity;

import io.omnihub.bound.Addresses;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Logs browsers in and out. A login ends by logout, after its time, and with every change of its account's role or
/// password; [IdentityEnds] ends what lives by it.
public final class Logins {

    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final Login login;
    private final Devices devices;
    private final LoginSessions sessions;
    private final Accounts accounts;
    private final PasswordEncoder passwords;
    private final AuditLog audit;
    private final IdentityEnds ends;

    Logins(
            Database database,
            Login login,
            Devices devices,
            LoginSessions sessions,
            Accounts accounts,
            PasswordEncoder passwords,
            AuditLog audit,
            IdentityEnds ends) {
        this.database = database;
        this.login = login;
        this.devices = devices;
        this.sessions = sessions;
        this.accounts = accounts;
        this.passwords = passwords;
        this.audit = audit;
        this.ends = ends;
    }

    /// Logs a browser in.
    ///
    /// @param user    the account's name, after the tenant and a slash where that is not the default one
    /// @param address from where
    /// @param device  what a login of before gave the browser; empty where there was none
    /// @return empty where there is no such account, or the password is another one
    /// @throws TooManyTriesException where so many were wrong before that this one is not looked at
    public Optional<Started> login(String user, String password, String address, String device) {
        return login.byPassword(user, password, address, device).flatMap(checked -> start(checked, address));
    }

    /// Ends a browser's login. Who came with a credential of its own has none.
    public void logout(Caller caller) {
        LoginSession session = caller.session();
        if (session == null) {
            return;
        }
        boolean ended = database.write(Tenants.of(caller.tenant()), tx -> {
            boolean deleted = sessions.delete(tx, caller.tenant(), session.id());
            if (deleted) {
                audit.append(tx, caller.tenant(), new AuditNote(caller.who(), AuditAction.LOGIN_ENDED, session.id()));
            }
            return deleted;
        });
        if (ended) {
            ends.ended(caller.credential().key());
        }
    }

    /// Gives an account another password, ends its other logins, and gives this one another secret.
    ///
    /// @return the login with its new secret; empty where the caller is no browser
    /// @throws InvalidMessageException where the current password is another one, or the new one breaks a rule
    /// @throws TooManyTriesException   where so many were wrong before that this one is not looked at
    public Optional<Started> changePassword(
            Caller caller, String current, String password, String address, String device) {
        String user = caller.tenant() + "/" + caller.name();
        Accounts.Stored checked =
                login.byPassword(user, current, address, device).orElseThrow(Logins::notCurrent);
        Account account = checked.account();
        PasswordRules.check(account.name(), password);
        if (password.equals(current)) {
            throw new InvalidMessageException("password", "must be another one than before");
        }
        String hash = passwords.encode(password);
        String secret = Secrets.random(SECRET_BYTES);
        LoginSession session = caller.session();
        String kept = session == null ? "" : session.id();
        List<String> ended = database.write(Tenants.of(account.tenant()), tx -> {
            if (!isUnchanged(tx, checked)) {
                throw notCurrent();
            }
            accounts.changePassword(tx, account, hash);
            List<String> others = sessions.deleteOf(tx, account.tenant(), account.name(), kept);
            sessions.rotate(tx, account.tenant(), kept, secret);
            audit.append(
                    tx,
                    account.tenant(),
                    new AuditNote(
                            caller.who(),
                            AuditAction.PASSWORD_CHANGED,
                            account.name(),
                            Map.of("address", Addresses.group(address))));
            return others;
        });
        ends.ended(account, ended);
        return session == null
                ? Optional.empty()
                : Optional.of(started(new Accounts.Stored(account, hash), session.id(), secret, false));
    }

    /// Who has a cookie with this secret.
    Optional<Caller> find(String secret) {
        return sessions.find(secret);
    }

    private Optional<Started> start(Accounts.Stored checked, String address) {
        Account account = checked.account();
        String secret = Secrets.random(SECRET_BYTES);
        Optional<String> id = database.write(Tenants.of(account.tenant()), tx -> {
            if (!isUnchanged(tx, checked)) {
                return Optional.empty();
            }
            String inserted = sessions.insert(tx, account, secret);
            Map<String, String> details = Map.of("address", Addresses.group(address));
            audit.append(
                    tx,
                    account.tenant(),
                    new AuditNote(account.name(), AuditAction.LOGIN_SUCCEEDED, inserted, details));
            return Optional.of(inserted);
        });
        return id.map(made -> started(checked, made, secret, account.generated()));
    }

    /// Whether an account is as it was when its password was compared, which takes a while: who was disabled or got
    /// another password meanwhile must not slip in.
    private boolean isUnchanged(Transaction tx, Accounts.Stored checked) {
        Account account = checked.account();
        return accounts.find(
                        tx, account.tenant(), account.name(), database.kind().forUpdate())
                .equals(Optional.of(checked));
    }

    private static InvalidMessageException notCurrent() {
        return new InvalidMessageException("current", "is not the password of this account");
    }

    private Started started(Accounts.Stored stored, String id, String secret, boolean mustChangePassword) {
        LoginSession session = LoginSessions.session(id, secret, mustChangePassword);
        return new Started(Caller.of(stored.account(), session), secret, devices.issue(stored));
    }

    /// A login with the secret that goes into its cookie.
    ///
    /// @param device for a cookie by which the browser is known when the account logs in again
    public record Started(Caller caller, String secret, String device) {

        @Override
        public String toString() {
            return caller.toString();
        }
    }
}
