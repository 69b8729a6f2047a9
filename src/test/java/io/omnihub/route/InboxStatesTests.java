package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.ChildJvm;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.TestDatabases;
import io.omnihub.web.RunningHub;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/// Inboxes of legacy systems tell whether these are there: by the examples that are shipped, while a database, a server
/// of files and a folder go away and come back.
final class InboxStatesTests {

    private static final int PORT = ChildJvm.freePort();
    private static final AtomicReference<String> PASSWORD = new AtomicReference<>("s&cret");

    @TempDir
    private static Path directory;

    private static EmbeddedPostgres postgres;
    private static SshServer sftp;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        postgres = postgres(0);
        DatabaseProperties erp = TestDatabases.newPostgres(postgres);
        try (Connection connection = DriverManager.getConnection(erp.url(), erp.user(), erp.password());
                Statement sql = connection.createStatement()) {
            sql.execute("create table orders (no varchar(20) primary key, phone varchar(20), state varchar(250),"
                    + " total numeric(12, 2), ordered_at timestamp, changed_at timestamp)");
        }
        Files.createDirectories(directory.resolve("sftp/out"));
        sftp = sftp();
        KeyPair key = sftp.getKeyPairProvider().loadKeys(null).iterator().next();
        Files.writeString(
                directory.resolve("known-hosts"),
                "[127.0.0.1]:%d %s%n".formatted(PORT, PublicKeyEntry.toString(key.getPublic())));
        Path routes = Files.createDirectories(directory.resolve("routes"));
        for (String shared : List.of("callback.camel.yaml", "intake.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
        for (String system : List.of("orders", "host", "drop")) {
            Path example = Path.of("examples", system);
            FileSystemUtils.copyRecursively(example.resolve("routes"), routes);
            FileSystemUtils.copyRecursively(example.resolve("config/channels"), directory.resolve("data/channels"));
        }
        // As a route on several nodes is written.
        Path drop = routes.resolve("drop.camel.yaml");
        Files.writeString(drop, Files.readString(drop).replace("\"file:", "\"master:drop:file:"));
        Path orders = routes.resolve("orders.camel.yaml");
        Files.writeString(
                orders,
                Files.readString(orders)
                        .replaceFirst("parameters:\n", "parameters:\n      - {name: every, value: 300ms}\n"));
        hub = RunningHub.startBare(
                directory.resolve("data"),
                "--omnihub.routes=" + routes,
                "--drop.folder=" + directory.resolve("drop"),
                "--host.server=127.0.0.1:" + PORT,
                "--host.user=hub",
                "--host.password=s&cret",
                "--host.known-hosts=" + directory.resolve("known-hosts"),
                "--host.work=" + directory.resolve("work"),
                "--host.every=200",
                "--host.quiet=100",
                "--omnihub.other-databases.orders.url=" + erp.url(),
                "--omnihub.other-databases.orders.user=" + erp.user(),
                "--omnihub.other-databases.orders.password=" + erp.password());
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        sftp.stop(true);
        postgres.close();
    }

    @Test
    void ofATableWhoseDatabaseGoesAwayAndReturns() throws IOException {
        awaitOnline("orders");
        int port = postgres.getPort();
        postgres.close();
        ChannelStatus away = awaitOffline("orders");
        assertThat(away.reason()).isEqualTo(ChannelStatus.Reason.UNREACHABLE);
        assertThat(away.sentence()).startsWith("its database says").doesNotContain("secret");
        postgres = postgres(port);
        awaitOnline("orders");
        assertThat(hub.watcher().get("/api/v1/inboxes").text()).contains("\"online\"");
    }

    @Test
    void ofAServerOfFilesThatGoesAwayAndReturnsAndOneThatTakesThePasswordNoMore() throws IOException {
        awaitOnline("host-main");
        sftp.stop(true);
        assertThat(awaitOffline("host-main")).satisfies(away -> {
            assertThat(away.reason()).isEqualTo(ChannelStatus.Reason.UNREACHABLE);
            assertThat(away.sentence()).startsWith("its files can't be fetched: ");
        });
        PASSWORD.set("another");
        sftp = sftp();
        soon().untilAsserted(
                        () -> assertThat(status("host-main").reason()).isEqualTo(ChannelStatus.Reason.CREDENTIALS));
        assertThat(status("host-main").sentence()).doesNotContain("s&cret");
        PASSWORD.set("s&cret");
        awaitOnline("host-main");
        Files.write(
                directory.resolve("sftp/out/stock.txt"),
                Files.readAllBytes(Path.of("examples/host/routes/samples/host-replay/stock.txt")));
        soon().untilAsserted(() ->
                assertThat(directory.resolve("sftp/out/done/stock.txt")).exists());
    }

    @Test
    void ofAFolderThatIsTakenAwayAndComesBack() throws IOException {
        Path folder = directory.resolve("drop");
        awaitOnline("drop-main");
        Files.move(folder, directory.resolve("elsewhere"));
        assertThat(awaitOffline("drop-main").sentence()).isEqualTo("its folder is not there, or can't be read");
        Files.move(directory.resolve("elsewhere"), folder);
        awaitOnline("drop-main");
    }

    /// What it holds says nothing of whether it is there.
    @Test
    void whatTheRouteCanNotReadLeavesTheInboxOnline() throws IOException {
        awaitOnline("drop-main");
        Path folder = directory.resolve("drop");
        Files.writeString(folder.resolve("ragged.csv"), "no such heading\n1\n", StandardCharsets.UTF_8);
        Files.createFile(folder.resolve("ragged.csv.ok"));
        soon().untilAsserted(() -> assertThat(folder.resolve("done/ragged.csv")).exists());
        assertThat(status("drop-main").state()).isEqualTo(ChannelStatus.State.ONLINE);
    }

    @ParameterizedTest
    @CsvSource({"drop, drop-main", "orders, orders"})
    void whatARouteHasToldIsForgottenWithIt(String file, String inbox) throws IOException {
        awaitOnline(inbox);
        Path route = directory.resolve("routes/%s.camel.yaml".formatted(file));
        Path aside = directory.resolve(file + ".aside");
        Files.move(route, aside);
        soon().untilAsserted(() -> assertThat(status(inbox).state()).isEqualTo(ChannelStatus.State.UNKNOWN));
        Files.move(aside, route);
        awaitOnline(inbox);
    }

    private static void awaitOnline(String inbox) {
        soon().untilAsserted(() -> assertThat(status(inbox).state()).isEqualTo(ChannelStatus.State.ONLINE));
    }

    private static ChannelStatus awaitOffline(String inbox) {
        soon().untilAsserted(() -> assertThat(status(inbox).state()).isEqualTo(ChannelStatus.State.OFFLINE));
        return status(inbox);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static ChannelStatus status(String inbox) {
        return hub.bean(ChannelStatuses.class).of(TenantId.DEFAULT, new InboxId(inbox));
    }

    private static EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static SshServer sftp() throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(PORT);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host-key")));
        server.setPasswordAuthenticator((user, password, _) -> user.equals("hub") && password.equals(PASSWORD.get()));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(directory.resolve("sftp")));
        server.start();
        return server;
    }
}
