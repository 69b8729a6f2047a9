package io.omnihub.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.omnihub.bound.Addresses;
import io.omnihub.bound.Holdings;
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

/// Finds out who calls from what the caller presents. Wrong passwords make who gives them wait, and not the account.
final class Login {

    private static final int CHECKS_PER_ADDRESS = 4;
    private static final int MOST_CHECKS = 32;
    private static final Duration LATER = Duration.ofSeconds(2);

    private final Accounts accounts;
    private final ApiTokens tokens;
    private final PasswordCheck passwords;
    private final Devices devices;
    private final TenantRegistry tenants;
    private final AuditLog audit;

    /// By account and address, or account and device.
    private final LoginThrottle pairs;

    private final LoginThrottle addresses;

    /// By account, over all addresses from where it was not used before.
    private final LoginThrottle strangers;

    private final Holdings checks = new Holdings(CHECKS_PER_ADDRESS, MOST_CHECKS);
    private final LoadingCache<String, Lock> locks =
            Caffeine.newBuilder().weakValues().build(_ -> new ReentrantLock());

    /// @param nanos a clock that never jumps
    Login(
            Accounts accounts,
            ApiTokens tokens,
            PasswordCheck passwords,
            Devices devices,
            TenantRegistry tenants,
            AuditLog audit,
            LongSupplier nanos) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.passwords = passwords;
        this.devices = devices;
        this.tenants = tenants;
        this.audit = audit;
        this.pairs = new LoginThrottle(5, Duration.ofMinutes(1), nanos);
        // A whole office may share an address.
        this.addresses = new LoginThrottle(100, Duration.ofMinutes(15), nanos);
        this.strangers = new LoginThrottle(50, Duration.ofMinutes(1), nanos);
    }

    /// The passwords that somebody tries for an account are looked at one after the other, so that none slips past the
    /// count; few wait at once.
    ///
    /// @param login   the account's name; where the tenant is not the default one, `acme/ann`
    /// @param address from where
    /// @param device  what the browser was given when the account logged in there before; empty where nothing
    /// @throws TooManyTriesException where so many were wrong before, or are tried now, that it is not looked at
    Optional<Accounts.Stored> byPassword(String login, String password, String address, String device) {
        Name name = Name.of(login);
        Optional<Accounts.Stored> stored = find(name);
        Try attempt = attempt(name, stored, Addresses.group(address), device);
        try (Holdings.Hold _ = checks.take(attempt.address()).orElseThrow(() -> new TooManyTriesException(LATER))) {
            Lock lock = locks.get(attempt.pair());
            lock.lock();
            try {
                return check(attempt, stored, password);
            } finally {
                lock.unlock();
            }
        }
    }

    Optional<Caller> byToken(String secret) {
        return tokens.find(secret).map(Caller::of);
    }

    private Try attempt(Name name, Optional<Accounts.Stored> stored, String address, String device) {
        boolean knownDevice =
                stored.filter(account -> devices.isKnown(account, device)).isPresent();
        boolean known = knownDevice
                || stored.filter(account -> devices.isKnownAt(account, address)).isPresent();
        return new Try(name, address, knownDevice ? device : "", known);
    }

    private Optional<Accounts.Stored> check(Try attempt, Optional<Accounts.Stored> stored, String password) {
        Duration wait = attempt.counts(this)
                .map(count -> count.throttle().remaining(count.key()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (wait.isPositive()) {
            long first = attempt.counts(this)
                    .filter(count -> count.throttle().isFirstRefusal(count.key()))
                    .count();
            if (first > 0) {
                tell(AuditAction.LOGIN_THROTTLED, attempt, stored);
            }
            throw new TooManyTriesException(wait);
        }
        boolean fits = passwords.matches(stored, password);
        if (!fits || stored.isEmpty() || stored.get().account().disabled()) {
            attempt.counts(this).forEach(count -> count.throttle().failed(count.key()));
            tell(AuditAction.LOGIN_FAILED, attempt, stored);
            return Optional.empty();
        }
        if (pairs.failures(attempt.pair()) > 0) {
            tell(AuditAction.PASSWORD_ACCEPTED, attempt, stored);
            pairs.succeeded(attempt.pair());
        }
        devices.seenAt(stored.get(), attempt.address());
        return stored;
    }

    private Optional<Accounts.Stored> find(Name name) {
        return name.known() ? accounts.find(name.tenant(), name.account()) : Optional.empty();
    }

    /// Only names of accounts: what nobody is called may be a password in the wrong field.
    private void tell(AuditAction action, Try attempt, Optional<Accounts.Stored> stored) {
        TenantId named = attempt.name().tenant();
        TenantId tenant = tenants.find(named).isPresent() ? named : TenantId.DEFAULT;
        String target = stored.map(found -> found.account().name()).orElse("");
        audit.append(tenant, new AuditNote("", action, target, Map.of("address", attempt.address())));
    }

    /// One try of a password.
    ///
    /// @param device of the account's; empty where it is none
    /// @param known  whether the account was used from there before
    private record Try(Name name, String address, String device, boolean known) {

        String pair() {
            return name.key() + " " + (device.isEmpty() ? address : device);
        }

        /// Where it counts. Who is known is not held up by strangers who guess the same account, and a device that is
        /// known not by those who share its address.
        Stream<Count> counts(Login login) {
            return Stream.of(
                            Optional.of(new Count(login.pairs, pair())),
                            Optional.of(new Count(login.addresses, address)).filter(_ -> device.isEmpty()),
                            Optional.of(new Count(login.strangers, name.key())).filter(_ -> !known))
                    .flatMap(Optional::stream);
        }
    }

    private record Count(LoginThrottle throttle, String key) {}

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
