package io.omnihub.identity;

import io.omnihub.bound.Addresses;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Finds out who calls from what the caller presents. Wrong passwords make their user and their address wait.
final class Login {

    private static final int LOCKS = 64;

    private final Accounts accounts;
    private final ApiTokens tokens;
    private final PasswordCheck passwords;
    private final TenantRegistry tenants;
    private final AuditLog audit;
    private final LoginThrottle users;
    private final LoginThrottle addresses;
    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    /// @param nanos a clock that never jumps
    Login(
            Accounts accounts,
            ApiTokens tokens,
            PasswordCheck passwords,
            TenantRegistry tenants,
            AuditLog audit,
            LongSupplier nanos) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.passwords = passwords;
        this.tenants = tenants;
        this.audit = audit;
        this.users = new LoginThrottle(5, Duration.ofMinutes(1), nanos);
        // A whole office may share an address.
        this.addresses = new LoginThrottle(100, Duration.ofMinutes(15), nanos);
    }

    /// Each user's passwords are looked at one after the other, so that none slips past the count.
    ///
    /// @param login   the account's name; where the tenant is not the default one, `acme/ann`
    /// @param address from where
    /// @throws TooManyTriesException where so many were wrong before that this one is not looked at
    Optional<Accounts.Stored> byPassword(String login, String password, String address) {
        Name name = Name.of(login);
        Lock lock = locks[Math.floorMod(name.key().hashCode(), LOCKS)];
        lock.lock();
        try {
            return check(name, password, Addresses.group(address));
        } finally {
            lock.unlock();
        }
    }

    Optional<Caller> byToken(String secret) {
        return tokens.find(secret).map(Caller::of);
    }

    private Optional<Accounts.Stored> check(Name name, String password, String address) {
        Duration wait = Stream.of(users.remaining(name.key()), addresses.remaining(address))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (wait.isPositive()) {
            boolean first = users.isFirstRefusal(name.key());
            if (addresses.isFirstRefusal(address) || first) {
                tell(AuditAction.LOGIN_THROTTLED, name, find(name), address);
            }
            throw new TooManyTriesException(wait);
        }
        Optional<Accounts.Stored> stored = find(name);
        boolean fits = passwords.matches(stored, password);
        if (!fits || stored.isEmpty() || stored.get().account().disabled()) {
            users.failed(name.key());
            addresses.failed(address);
            tell(AuditAction.LOGIN_FAILED, name, stored, address);
            return Optional.empty();
        }
        if (users.failures(name.key()) > 0) {
            tell(AuditAction.PASSWORD_ACCEPTED, name, stored, address);
            users.succeeded(name.key());
        }
        return stored;
    }

    private Optional<Accounts.Stored> find(Name name) {
        return name.known() ? accounts.find(name.tenant(), name.account()) : Optional.empty();
    }

    /// Only names of accounts: what nobody is called may be a password in the wrong field.
    private void tell(AuditAction action, Name name, Optional<Accounts.Stored> stored, String address) {
        TenantId tenant = tenants.find(name.tenant()).isPresent() ? name.tenant() : TenantId.DEFAULT;
        String target = stored.map(found -> found.account().name()).orElse("");
        audit.append(tenant, new AuditNote("", action, target, Map.of("address", address)));
    }

    /// What was given as a user's name.
    ///
    /// @param known whether an account could have this name
    private record Name(TenantId tenant, String account, boolean known) {

        static Name of(String login) {
            int slash = login.indexOf('/');
            String account = login.substring(slash + 1);
            try {
                TenantId tenant = slash < 0 ? TenantId.DEFAULT : new TenantId(login.substring(0, slash));
                return new Name(tenant, account, Accounts.isName(account));
            } catch (InvalidMessageException _) {
                return new Name(TenantId.DEFAULT, account, false);
            }
        }

        /// One for all that no account could have.
        String key() {
            return known ? tenant + "/" + account : "";
        }
    }
}
