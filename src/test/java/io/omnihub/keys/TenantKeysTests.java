package io.omnihub.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is encrypted and signed for tenants, and the key outside the database on which it all hangs.
final class TenantKeysTests {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final byte[] CLEAR = "customer 4711".getBytes(UTF_8);
    private static final byte[] SECRET = "what signed visitors' tokens so far".getBytes(UTF_8);

    @TempDir
    private Path directory;

    @OnBothDatabases
    void whatIsEncryptedIsReadByTheSameTenantForTheSamePurposeOnly(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory.resolve("data"))) {
            TenantKeys keys = open(databases, "keys");
            byte[] encrypted = keys.encrypt(ACME, "customer-id", CLEAR);

            assertThat(encrypted).isNotEqualTo(keys.encrypt(ACME, "customer-id", CLEAR));
            // Another node, or the same one after a restart.
            TenantKeys again = open(databases, "keys");
            assertThat(again.decrypt(ACME, "customer-id", encrypted)).isEqualTo(CLEAR);
            assertThat(again.mac(ACME, "customer-id", CLEAR)).isEqualTo(keys.mac(ACME, "customer-id", CLEAR));

            assertThat(keys.mac(ACME, "another", CLEAR)).isNotEqualTo(keys.mac(ACME, "customer-id", CLEAR));
            assertThat(keys.mac(OTHER, "customer-id", CLEAR)).isNotEqualTo(keys.mac(ACME, "customer-id", CLEAR));
            unreadable(() -> keys.decrypt(OTHER, "customer-id", encrypted));
            unreadable(() -> keys.decrypt(ACME, "another", encrypted));
            encrypted[encrypted.length - 1] ^= 1;
            unreadable(() -> keys.decrypt(ACME, "customer-id", encrypted));
            unreadable(() -> keys.decrypt(ACME, "customer-id", new byte[3]));
        }
    }

    @OnBothDatabases
    void aKeyThatLayInClearIsWrappedAtTheStartAndSignsAsBefore(Database.Kind kind) throws IOException {
        Path data = directory.resolve("data");
        try (Databases databases = TestDatabases.open(kind, data)) {
            databases
                    .database()
                    .write(
                            Tenants.ALL,
                            tx -> tx.sql()
                                    .sql("insert into visitor_key (tenant, secret, created_at) values (?, ?, 1)")
                                    .params(ACME.value(), SECRET)
                                    .update());

            TenantKeys keys = open(databases, "keys");

            assertThat(count(databases, "visitor_key")).isZero();
            assertThat(keys.mac(ACME, "visitor-token", CLEAR))
                    .isEqualTo(hmac(SECRET))
                    .isEqualTo(open(databases, "keys").mac(ACME, "visitor-token", CLEAR));
            if (kind == Database.Kind.SQLITE) {
                try (Stream<Path> files = Files.walk(data)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        assertThat(new String(Files.readAllBytes(file), UTF_8))
                                .as(file.toString())
                                .doesNotContain(new String(SECRET, UTF_8));
                    }
                }
            }
        }
    }

    @OnBothDatabases
    void withAnotherKeyTheHubDoesNotStartUnlessToldThatItIsLost(Database.Kind kind) throws IOException {
        try (Databases databases = TestDatabases.open(kind, directory.resolve("data"))) {
            byte[] encrypted = open(databases, "keys").encrypt(ACME, "customer-id", CLEAR);

            assertThatThrownBy(() -> open(databases, "elsewhere"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("%s is missing", directory.resolve("elsewhere/omnihub.key"));
            assertThat(directory.resolve("elsewhere")).doesNotExist();

            Files.createDirectory(directory.resolve("elsewhere"));
            Files.writeString(
                    directory.resolve("elsewhere/omnihub.key"),
                    WrappingKey.fresh().text());
            assertThatThrownBy(() -> open(databases, "elsewhere"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("are wrapped by the key");
            assertThat(open(databases, "keys").decrypt(ACME, "customer-id", encrypted))
                    .isEqualTo(CLEAR);

            TenantKeys anew = KeysConfiguration.open(
                    databases.database(),
                    new KeysProperties(directory.resolve("elsewhere"), "", true),
                    Clock.systemUTC());
            unreadable(() -> anew.decrypt(ACME, "customer-id", encrypted));
            assertThat(anew.decrypt(ACME, "customer-id", anew.encrypt(ACME, "customer-id", CLEAR)))
                    .isEqualTo(CLEAR);
        }
    }

    @OnBothDatabases
    void anEarlierKeyIsNeededForOneStartOnly(Database.Kind kind) throws IOException {
        try (Databases databases = TestDatabases.open(kind, directory.resolve("data"))) {
            byte[] encrypted = open(databases, "keys").encrypt(ACME, "customer-id", CLEAR);
            Path folder = directory.resolve("keys");
            Path earlier = Files.move(folder.resolve("omnihub.key"), folder.resolve("earlier.key"));
            String given = WrappingKey.fresh().text();

            TenantKeys keys = KeysConfiguration.open(
                    databases.database(), new KeysProperties(folder, given, false), Clock.systemUTC());
            assertThat(keys.decrypt(ACME, "customer-id", encrypted)).isEqualTo(CLEAR);
            Files.delete(earlier);
            TenantKeys again = KeysConfiguration.open(
                    databases.database(), new KeysProperties(folder, given, false), Clock.systemUTC());
            assertThat(again.decrypt(ACME, "customer-id", encrypted)).isEqualTo(CLEAR);
        }
    }

    @Test
    void theKeyIsTheHubsAloneAndTwoNodesThatStartAtOnceMakeOne() throws Exception {
        KeysProperties properties = new KeysProperties(directory.resolve("keys"), "", false);
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> start =
                    () -> KeyRing.open(properties, true).current().id();
            assertThat(nodes.invokeAll(List.of(start, start, start, start)).stream()
                            .map(id -> id.resultNow())
                            .distinct())
                    .hasSize(1);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(properties.folder())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(properties.folder())) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whatIsNoKeyIsNamed() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("keys"));
        Files.writeString(folder.resolve("omnihub.key"), "too short");

        assertThatThrownBy(() -> KeyRing.open(new KeysProperties(folder, "", false), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("%s must be a key of 32 bytes in Base64", folder.resolve("omnihub.key"));
        assertThatThrownBy(() -> KeyRing.open(new KeysProperties(folder, "c2hvcnQ=", false), true))
                .hasMessageContaining("omnihub.keys.secret must be a key of 32 bytes in Base64");
    }

    private TenantKeys open(Databases databases, String folder) {
        return TestKeys.open(databases.database(), directory.resolve(folder));
    }

    private static void unreadable(Callable<byte[]> reading) {
        assertThatThrownBy(reading::call).isInstanceOf(UnreadableException.class);
    }

    private static long count(Databases databases, String table) {
        return databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select count(*) from " + table)
                                .query(Long.class)
                                .single());
    }

    private static byte[] hmac(byte[] key) {
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(CLEAR);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
