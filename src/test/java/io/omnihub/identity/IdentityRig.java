package io.omnihub.identity;

import io.omnihub.TestClock;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// The parts of a login on a real database, with a clock that the test moves and hashes that are quick.
final class IdentityRig implements AutoCloseable {

    static final TenantId ACME = new TenantId("acme");
    static final String PASSWORD = "correct horse battery";
    static final Caller ADMIN = caller(ACME, "boss", Role.ADMIN);

    final TestClock clock = new TestClock();
    final AtomicLong nanos = new AtomicLong();
    final AtomicLong compared = new AtomicLong();
    /// What happens, once, while a password is being compared.
    final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    final List<Credential.Key> ended = new CopyOnWriteArrayList<>();
    final Databases databases;
    final AuditLog audit;
    final Accounts accounts;
    final AccountChanges changes;
    final Login login;
    final Logins logins;
    final ApiTokens tokens;
    final Tickets tickets;
    final Credentials credentials;
    final IdentityEnds ends;

    IdentityRig(Database.Kind kind, Path directory) {
        databases = TestDatabases.open(kind, directory);
        Database database = databases.database();
        PasswordEncoder encoder = new Counting(new BCryptPasswordEncoder(4), compared) {
            @Override
            public boolean matches(CharSequence password, String hash) {
                boolean matches = super.matches(password, hash);
                meanwhile.getAndSet(() -> {}).run();
                return matches;
            }
        };
        LoginProperties properties = new LoginProperties(Duration.ofHours(12), Duration.ofDays(7), false);
        TenantRegistry tenants = new TenantRegistry(database, clock);
        tenants.ensure(ACME, "Acme", ZoneId.of("UTC"));
        tenants.ensure(TenantId.DEFAULT, "Default", ZoneId.of("UTC"));
        audit = new AuditLog(database, clock);
        accounts = new Accounts(database, encoder, clock);
        LoginSessions sessions = new LoginSessions(database, properties, clock);
        credentials = new Credentials(database, sessions, clock);
        ends = new IdentityEnds(credentials, clock);
        ends.onEnd(ended::add);
        tokens = new ApiTokens(database, audit, ends, clock);
        tickets = new Tickets(database, credentials, clock);
        Devices devices =
                new Devices(tenant -> tenants.find(tenant).orElseThrow().idKey());
        login = new Login(
                accounts,
                tokens,
                new PasswordCheck(encoder, encoder.encode("nobody's"), nanos::get),
                devices,
                tenants,
                audit,
                nanos::get);
        logins = new Logins(database, login, devices, sessions, accounts, encoder, audit, ends);
        changes = new AccountChanges(database, accounts, sessions, encoder, audit, ends);
    }

    /// Which logins have not ended.
    List<String> alive(String... logins) {
        return credentials
                .alive(Arrays.stream(logins)
                        .map(id -> Credential.login(ACME, id))
                        .toList())
                .stream()
                .map(Credential::id)
                .toList();
    }

    /// Somebody who has proved to be who he is.
    static Caller caller(TenantId tenant, String name, Role role) {
        Credential credential = new Credential(Credential.Kind.PASSWORD, tenant, name, "", null);
        return new Caller(tenant, name, "", role, true, null, credential);
    }

    /// Somebody with a password that came with the request.
    Caller basic(String name) {
        return Caller.of(accounts.find(ACME, name).orElseThrow());
    }

    Logins.Started login(String name) {
        return logins.login("acme/" + name, PASSWORD, "192.0.2.1", "").orElseThrow();
    }

    /// What the audit of a tenant tells, the oldest first.
    List<String> told(TenantId tenant) {
        return audit.list(tenant, Long.MAX_VALUE, 100).reversed().stream()
                .map(row -> (row.who() + " " + row.what() + " " + row.target()).strip())
                .toList();
    }

    @Override
    public void close() {
        databases.close();
    }

    /// Counts how often a password is compared the slow way.
    static class Counting implements PasswordEncoder {

        private final PasswordEncoder encoder;
        private final AtomicLong compared;

        Counting(PasswordEncoder encoder, AtomicLong compared) {
            this.encoder = encoder;
            this.compared = compared;
        }

        @Override
        public String encode(CharSequence password) {
            return encoder.encode(password);
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            compared.incrementAndGet();
            return encoder.matches(password, hash);
        }
    }
}
