package io.omnihub.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Accounts, tokens and tenants in a real database.
class IdentityTests {

    private static final TenantId ACME = new TenantId("acme");
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int address;
    private Databases databases;
    private Accounts accounts;
    private ApiTokens tokens;
    private Login login;
    private FirstAccount first;
    private IdentityEnds ends;

    @AfterEach
    void close() {
        databases.close();
    }

    @OnBothDatabases
    void theFirstAccountIsPrintedOnceAndCanLogIn(Database.Kind kind) {
        open(kind);
        first.ensure("http://localhost:8080");
        String text = printed.toString(StandardCharsets.UTF_8);
        first.ensure("http://localhost:8080");

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(text).contains("http://localhost:8080");
        Matcher password = Pattern.compile("password +(\\S{24})\\s").matcher(text);
        assertThat(password.find()).isTrue();
        assertThat(byPassword("admin", password.group(1)))
                .contains(IdentityRig.caller(TenantId.DEFAULT, "admin", Role.ADMIN));
        assertThat(stored("select password from account"))
                .singleElement()
                .asString()
                .startsWith("$2")
                .doesNotContain(password.group(1));
    }

    @OnBothDatabases
    void whereThereIsAnAccountNothingIsPrinted(Database.Kind kind) {
        open(kind);
        accounts.create(ACME, "ann", Role.AGENT, PASSWORD);

        first.ensure("http://localhost:8080");

        assertThat(printed.size()).isZero();
        assertThat(accounts.exists(TenantId.DEFAULT, "admin")).isFalse();
    }

    @OnBothDatabases
    void anAccountOpensItsOwnTenantOnly(Database.Kind kind) {
        open(kind);
        assertThat(accounts.create(TenantId.DEFAULT, "ann", Role.ADMIN, PASSWORD + " 1"))
                .isTrue();
        assertThat(accounts.create(ACME, "ann", Role.AGENT, PASSWORD + " 2")).isTrue();
        assertThat(accounts.create(ACME, "ann", Role.ADMIN, PASSWORD + " 3")).isFalse();

        assertThat(byPassword("ann", PASSWORD + " 1"))
                .contains(IdentityRig.caller(TenantId.DEFAULT, "ann", Role.ADMIN));
        assertThat(byPassword("acme/ann", PASSWORD + " 2")).contains(IdentityRig.caller(ACME, "ann", Role.AGENT));
        for (String wrong :
                List.of("ann", "acme/ann", "acme/bob", "nobody/ann", "/ann", "acme/", "a\0nn", "acme/ann/")) {
            assertThat(byPassword(wrong, PASSWORD + " 3")).as(wrong).isEmpty();
        }
        assertThat(byPassword("ann", PASSWORD + " 2")).isEmpty();
        assertThat(byPassword("acme/ann", PASSWORD + " 1")).isEmpty();
    }

    @OnBothDatabases
    void whoIsNotKnownCostsAsMuchAsWhoIs(Database.Kind kind) {
        open(kind);
        accounts.create(ACME, "ann", Role.AGENT, PASSWORD);

        assertThat(byPassword("acme/ann", "a wrong password")).isEmpty();
        assertThat(compared.getAndSet(0)).isEqualTo(1);
        for (String nobody : List.of("acme/bob", "nobody/ann", "not a name!", "")) {
            assertThat(byPassword(nobody, PASSWORD)).isEmpty();
            assertThat(compared.getAndSet(0)).as(nobody).isEqualTo(1);
        }
        assertThat(byPassword("acme/ann", "x".repeat(100))).isEmpty();
        assertThat(compared.get()).isEqualTo(1);
    }

    @OnBothDatabases
    void aSuccessIsRememberedForFiveMinutesAndNotBeyondAChangedPassword(Database.Kind kind) {
        open(kind);
        accounts.create(ACME, "ann", Role.AGENT, PASSWORD);
        assertThat(byPassword("acme/ann", PASSWORD)).isPresent();
        assertThat(byPassword("acme/ann", PASSWORD)).isPresent();
        assertThat(compared.get()).isEqualTo(1);

        nanos.addAndGet(300_000_000_000L);
        assertThat(byPassword("acme/ann", PASSWORD)).isPresent();
        assertThat(compared.get()).isEqualTo(2);

        String other = new BCryptPasswordEncoder(4).encode("another password");
        databases
                .database()
                .write(
                        Tenants.of(ACME),
                        tx -> tx.sql()
                                .sql("update account set password = ?")
                                .param(other)
                                .update());
        assertThat(byPassword("acme/ann", PASSWORD)).isEmpty();
    }

    @OnBothDatabases
    void wrongNamesAndPasswordsAreNamed(Database.Kind kind) {
        open(kind);
        for (String name : List.of("", "Ann", "a/b", "a b", "-ann", "x".repeat(65), "安")) {
            assertThatThrownBy(() -> accounts.create(ACME, name, Role.AGENT, PASSWORD))
                    .as(name)
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageContaining("name");
        }
        for (String password : List.of("", "elevenbytes", "密码".repeat(13))) {
            assertThatThrownBy(() -> accounts.create(ACME, "ann", Role.AGENT, password))
                    .as(password)
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageContaining("password");
        }
        assertThat(stored("select name from account")).isEmpty();
    }

    @OnBothDatabases
    void aTokenIsKnownByItsSecretUntilItIsEnded(Database.Kind kind) {
        open(kind);
        ApiTokens.Created made =
                tokens.create(ACME, "crm", Role.SUPERVISOR, "ann").orElseThrow();

        assertThat(tokens.create(ACME, "crm", Role.ADMIN, "ann")).isEmpty();
        assertThat(login.byToken(made.secret())).contains(Caller.of(made.token()));
        assertThat(login.byToken(made.secret() + "x")).isEmpty();
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(tokens.list(TenantId.DEFAULT)).isEmpty();
        assertThat(tokens.delete(TenantId.DEFAULT, made.token().id(), "ann")).isFalse();
        assertThat(login.byToken(made.secret())).isPresent();

        assertThat(tokens.delete(ACME, made.token().id(), "ann")).isTrue();
        assertThat(login.byToken(made.secret())).isEmpty();
    }

    @OnBothDatabases
    void aTenantKeepsItsKeyAndTimeZone(Database.Kind kind) {
        open(kind);
        TenantRegistry registry = new TenantRegistry(databases.database(), Clock.systemUTC());
        Tenant made = registry.ensure(ACME, "Acme", ZoneId.of("Asia/Shanghai"));
        TenantRegistry later = new TenantRegistry(databases.database(), Clock.systemUTC());

        Tenant again = later.ensure(ACME, "Another name", ZoneId.of("UTC"));

        assertThat(again.idKey()).isEqualTo(made.idKey()).hasSize(32);
        assertThat(again.timeZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(again.name()).isEqualTo("Acme");
        assertThat(later.find(new TenantId("nobody"))).isEqualTo(Optional.empty());
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        PasswordEncoder encoder = new IdentityRig.Counting(new BCryptPasswordEncoder(4), compared);
        accounts = new Accounts(databases.database(), encoder, Clock.systemUTC());
        AuditLog audit = new AuditLog(databases.database(), Clock.systemUTC());
        LoginProperties logins = new LoginProperties(Duration.ofHours(12), Duration.ofDays(7), false);
        ends = new IdentityEnds(
                new Credentials(
                        databases.database(),
                        new LoginSessions(databases.database(), logins, Clock.systemUTC()),
                        Clock.systemUTC()),
                Clock.systemUTC());
        tokens = new ApiTokens(databases.database(), audit, ends, Clock.systemUTC());
        TenantRegistry tenants = new TenantRegistry(databases.database(), Clock.systemUTC());
        login = new Login(
                accounts,
                tokens,
                new PasswordCheck(encoder, encoder.encode("nobody's"), nanos::get),
                new Devices(tenant -> tenants.find(tenant).orElseThrow().idKey()),
                tenants,
                audit,
                nanos::get);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        first = new FirstAccount(databases.database(), accounts, encoder, audit, out);
    }

    /// Each time from another address, so that none has to wait.
    private Optional<Caller> byPassword(String name, String password) {
        return login.byPassword(name, password, "192.0.2." + address++, "")
                .map(Accounts.Stored::account)
                .map(account -> IdentityRig.caller(account.tenant(), account.name(), account.role()));
    }

    private List<String> stored(String query) {
        return databases
                .database()
                .read(Tenants.ALL, tx -> tx.sql().sql(query).query(String.class).list());
    }
}
