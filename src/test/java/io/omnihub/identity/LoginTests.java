package io.omnihub.identity;

import static io.omnihub.identity.IdentityRig.ACME;
import static io.omnihub.identity.IdentityRig.ADMIN;
import static io.omnihub.identity.IdentityRig.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Logins, their ends and their guards, in a real database.
class LoginTests {

    @TempDir
    private Path directory;

    private @Nullable IdentityRig rig;

    @AfterEach
    void close() {
        rig().close();
    }

    @OnBothDatabases
    void aLoginEndsAfterItsIdleTimeAndIsKeptByUse(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        Logins.Started login = hub.login("ann");
        Logins.Started unused = hub.login("ann");

        hub.clock.forward(Duration.ofHours(11));
        assertThat(hub.logins.find(login.secret())).isPresent();
        hub.clock.forward(Duration.ofHours(11));
        assertThat(hub.logins.find(login.secret())).map(Caller::name).contains("ann");
        assertThat(hub.logins.find(unused.secret())).isEmpty();
        assertThat(hub.alive(id(login), id(unused))).containsExactly(id(login));
    }

    @OnBothDatabases
    void aLoginEndsAfterItsLongestTimeHoweverMuchItIsUsed(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        Logins.Started login = hub.login("ann");
        for (int i = 0; i < 16; i++) {
            hub.clock.forward(Duration.ofHours(10));
            assertThat(hub.logins.find(login.secret())).isPresent();
        }

        hub.clock.forward(Duration.ofHours(9));

        assertThat(hub.logins.find(login.secret())).isEmpty();
        hub.login("ann");
        assertThat(stored("select count(*) from login_session")).containsExactly("1");
    }

    @OnBothDatabases
    void theSecretOfACookieIsNotStored(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        Logins.Started login = hub.login("ann");

        assertThat(hub.logins.find(login.secret() + "x")).isEmpty();
        assertThat(hub.logins.find(id(login))).isEmpty();
        assertThat(login.toString())
                .doesNotContain(login.secret())
                .doesNotContain(session(login).csrf());
        assertThat(session(login).csrf()).isNotEqualTo(login.secret()).hasSize(43);
    }

    @OnBothDatabases
    void anotherRoleAnotherPasswordAndBeingDisabledEndAllLogins(Database.Kind kind) {
        IdentityRig hub = open(kind, "boss", "ann");
        List<AccountChanges.Change> changes = List.of(
                new AccountChanges.Change(Role.SUPERVISOR, null, null, false),
                new AccountChanges.Change(null, null, true, false),
                new AccountChanges.Change(null, null, false, true));
        for (AccountChanges.Change change : changes) {
            hub.ended.clear();
            List<Logins.Started> logins =
                    hub.accounts.find(ACME, "ann").orElseThrow().account().disabled()
                            ? List.of()
                            : List.of(hub.login("ann"), hub.login("ann"));
            assertThat(hub.changes.change(ADMIN, "ann", change)).isPresent();

            assertThat(hub.ended)
                    .filteredOn(key -> key.kind() == Credential.Kind.LOGIN)
                    .extracting(Credential.Key::id)
                    .containsExactlyInAnyOrderElementsOf(
                            logins.stream().map(LoginTests::id).toList());
            assertThat(hub.ended).contains(new Credential.Key(Credential.Kind.PASSWORD, ACME, "ann"));
            assertThat(logins)
                    .allSatisfy(
                            each -> assertThat(hub.logins.find(each.secret())).isEmpty());
        }
    }

    @OnBothDatabases
    void anotherNameToShowEndsNone(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        Logins.Started login = hub.login("ann");

        hub.changes.change(ADMIN, "ann", new AccountChanges.Change(null, "Ann Li", null, false));

        assertThat(hub.logins.find(login.secret())).isPresent();
        assertThat(hub.ended).isEmpty();
        assertThat(hub.accounts.list(ACME)).extracting(Account::displayName).containsExactly("Ann Li");
        assertThat(hub.changes.change(ADMIN, "nobody", new AccountChanges.Change(null, "X", null, false)))
                .isEmpty();
    }

    @OnBothDatabases
    void whoIsDisabledIsRefusedLikeAWrongPassword(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        hub.changes.change(ADMIN, "ann", new AccountChanges.Change(null, null, true, false));

        assertThat(hub.login.byPassword("acme/ann", PASSWORD, "192.0.2.1", "")).isEmpty();
    }

    @OnBothDatabases
    void whoIsDisabledOrGetsAnotherPasswordWhileLoggingInDoesNotSlipIn(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann", "bob", "eve");
        AccountChanges.Change reset = new AccountChanges.Change(null, null, null, true);
        AccountChanges.Change disabling = new AccountChanges.Change(null, null, true, false);

        hub.meanwhile.set(() -> hub.changes.change(ADMIN, "ann", disabling));
        assertThat(hub.logins.login("acme/ann", PASSWORD, "192.0.2.1", "")).isEmpty();
        hub.meanwhile.set(() -> hub.changes.change(ADMIN, "bob", reset));
        assertThat(hub.logins.login("acme/bob", PASSWORD, "192.0.2.1", "")).isEmpty();
        Caller eve = IdentityRig.caller(ACME, "eve", Role.AGENT);
        hub.meanwhile.set(() -> hub.changes.change(ADMIN, "eve", reset));
        assertThatThrownBy(() -> hub.logins.changePassword(eve, PASSWORD, "a better horse battery", "192.0.2.1", ""))
                .isInstanceOf(InvalidMessageException.class);

        assertThat(stored("select id from login_session")).isEmpty();
        assertThat(hub.accounts.find(ACME, "eve").orElseThrow().account().generated())
                .isTrue();
    }

    @OnBothDatabases
    void oneAdminRemains(Database.Kind kind) throws InterruptedException, ExecutionException {
        IdentityRig hub = open(kind, "ann");
        assertThat(hub.accounts.create(ACME, "boss", Role.ADMIN, PASSWORD)).isTrue();
        assertThat(hub.accounts.create(ACME, "chief", Role.ADMIN, PASSWORD)).isTrue();
        AccountChanges.Change demotion = new AccountChanges.Change(Role.AGENT, null, null, false);

        List<Boolean> refused = together(2, i -> {
            try {
                hub.changes.change(ADMIN, i == 0 ? "boss" : "chief", demotion);
                return false;
            } catch (LastAdminException _) {
                return true;
            }
        });

        assertThat(refused).containsExactlyInAnyOrder(true, false);
        assertThat(hub.accounts.list(ACME)).extracting(Account::role).containsOnlyOnce(Role.ADMIN);
        assertThat(hub.told(ACME))
                .filteredOn(told -> told.contains("account.changed"))
                .hasSize(1);
    }

    @OnBothDatabases
    void afterFiveWrongOnesNoPasswordOfTheUserFromTheAddressIsLookedAt(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        for (String user : List.of("acme/ann", "acme/nobody", "no name!")) {
            hub.compared.set(0);
            for (int i = 0; i < 5; i++) {
                assertThat(hub.login.byPassword(user, "wrong", "192.0.2.9", "")).isEmpty();
            }
            assertThatThrownBy(() -> hub.login.byPassword(user, PASSWORD, "192.0.2.9", ""))
                    .as(user)
                    .isInstanceOfSatisfying(
                            TooManyTriesException.class,
                            e -> assertThat(e.seconds()).isEqualTo(1));
            assertThat(hub.compared.get()).as(user).isEqualTo(5);
        }

        assertThat(hub.login.byPassword("acme/ann", PASSWORD, "192.0.2.8", "")).isPresent();
        hub.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(hub.login.byPassword("acme/ann", PASSWORD, "192.0.2.9", "")).isPresent();
        assertThat(hub.login.byPassword("acme/ann", "wrong", "192.0.2.9", "")).isEmpty();
        assertThat(hub.login.byPassword("acme/ann", PASSWORD, "192.0.2.9", "")).isPresent();
    }

    @OnBothDatabases
    void strangersWhoGuessHoldUpNeitherAKnownAddressNorAKnownDevice(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann", "bob");
        String device = hub.login("ann").device();
        String ofAnother = hub.login("bob").device();
        for (int i = 0; i < 60; i++) {
            String address = "198.51.100." + i;
            try {
                assertThat(hub.login.byPassword("acme/ann", "wrong", address, ""))
                        .isEmpty();
            } catch (TooManyTriesException _) {
                assertThat(i).isGreaterThanOrEqualTo(50);
            }
        }

        assertThat(hub.login.byPassword("acme/ann", PASSWORD, "192.0.2.1", "")).isPresent();
        assertThat(hub.login.byPassword("acme/ann", PASSWORD, "203.0.113.1", device))
                .isPresent();
        for (String unknown : List.of("", ofAnother, device + "x", "x." + device, ".")) {
            assertThatThrownBy(() -> hub.login.byPassword("acme/ann", PASSWORD, "203.0.113.2", unknown))
                    .isInstanceOf(TooManyTriesException.class);
        }
        // What is known may not guess either.
        for (int i = 0; i < 5; i++) {
            assertThat(hub.login.byPassword("acme/ann", "wrong", "203.0.113." + i, device))
                    .isEmpty();
        }
        assertThatThrownBy(() -> hub.login.byPassword("acme/ann", PASSWORD, "203.0.113.9", device))
                .isInstanceOf(TooManyTriesException.class);
    }

    @OnBothDatabases
    void afterAHundredWrongOnesNoPasswordFromTheAddressIsLookedAt(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        for (int i = 0; i < 100; i++) {
            assertThat(hub.login.byPassword("acme/user-" + i, "wrong", "2001:db8:0:1::" + i, ""))
                    .isEmpty();
        }

        assertThatThrownBy(() -> hub.login.byPassword("acme/ann", PASSWORD, "2001:db8:0:1::ff", ""))
                .isInstanceOf(TooManyTriesException.class);
        assertThat(hub.login.byPassword("acme/ann", PASSWORD, "2001:db8:0:2::1", ""))
                .isPresent();
    }

    @OnBothDatabases
    void guessesAtTheSameTimeAreCountedToo(Database.Kind kind) throws InterruptedException, ExecutionException {
        IdentityRig hub = open(kind, "ann");
        hub.compared.set(0);

        List<Boolean> looked = together(16, i -> {
            try {
                return hub.login
                        .byPassword("acme/ann", "wrong", "192.0.2.1", "")
                        .isEmpty();
            } catch (TooManyTriesException _) {
                return false;
            }
        });

        // The others are told to come later at once.
        assertThat(looked).filteredOn(Boolean::booleanValue).hasSizeBetween(1, 5);
        assertThat(looked).filteredOn(Boolean::booleanValue).hasSize((int) hub.compared.get());
    }

    @OnBothDatabases
    void theAuditTellsOfLoginsAndNamesOnlyAccounts(Database.Kind kind) {
        IdentityRig hub = open(kind, "ann");
        for (int i = 0; i < 5; i++) {
            assertThat(hub.login.byPassword("acme/ann", "wrong", "192.0.2.1", ""))
                    .isEmpty();
        }
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> hub.login.byPassword("acme/ann", "wrong", "192.0.2.1", ""))
                    .isInstanceOf(TooManyTriesException.class);
        }
        assertThat(hub.login.byPassword("acme/my-secret-password", "ann", "192.0.2.1", ""))
                .isEmpty();
        assertThat(hub.login.byPassword("elsewhere/ann", PASSWORD, "192.0.2.1", ""))
                .isEmpty();
        hub.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        Logins.Started login = hub.login("ann");
        hub.logins.changePassword(login.caller(), PASSWORD, "a better horse battery", "192.0.2.1", "");
        hub.logins.logout(login.caller());
        hub.logins.logout(login.caller());

        assertThat(hub.told(ACME))
                .containsExactly(
                        "login.failed ann",
                        "login.failed ann",
                        "login.failed ann",
                        "login.failed ann",
                        "login.failed ann",
                        "login.throttled ann",
                        "login.failed",
                        "password.accepted ann",
                        "ann login.succeeded " + id(login),
                        "ann password.changed ann",
                        "ann login.ended " + id(login));
        assertThat(hub.told(TenantId.DEFAULT)).containsExactly("login.failed");
    }

    private IdentityRig open(Database.Kind kind, String... agents) {
        IdentityRig opened = new IdentityRig(kind, directory);
        rig = opened;
        for (String agent : Set.of(agents)) {
            opened.accounts.create(ACME, agent, Role.AGENT, PASSWORD);
        }
        return opened;
    }

    private IdentityRig rig() {
        return Objects.requireNonNull(rig);
    }

    private List<String> stored(String query) {
        return rig().databases
                .database()
                .read(Tenants.ALL, tx -> tx.sql().sql(query).query(String.class).list());
    }

    private static <T> List<T> together(int times, IntFunction<T> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> work.apply(i)))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        }
    }

    private static LoginSession session(Logins.Started login) {
        return Optional.ofNullable(login.caller().session()).orElseThrow();
    }

    private static String id(Logins.Started login) {
        return session(login).id();
    }
}
