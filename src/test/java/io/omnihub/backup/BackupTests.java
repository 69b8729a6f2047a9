package io.omnihub.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnihub.identity.AuditLog;
import io.omnihub.identity.Role;
import io.omnihub.log.LogEpoch;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.PrivateFiles;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import io.omnihub.wire.ProtobufCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A running hub is copied while it works, and comes back elsewhere with all that it had acknowledged.
final class BackupTests {

    private static final String ORIGIN = "https://shop.example.com";
    private static final String PASSWORD = "correct horse battery";

    /// Of its own, and short: the path of a socket has a limit.
    @TempDir
    private Path directory;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path data;
    private Path keys;
    private Path copy;

    @BeforeEach
    void name() {
        data = directory.resolve("data");
        keys = directory.resolve("keys");
        copy = directory.resolve("copy");
    }

    @Test
    void whatWasAcknowledgedBeforeTheBackupIsThereAfterTheRestore() throws IOException {
        Left left;
        try (RunningHub hub = start(data, keys)) {
            left = backUpUnderLoad(hub);
        }

        Path elsewhere = directory.resolve("elsewhere");
        Path otherKeys = directory.resolve("other-keys");
        assertThat(command("restore", copy, elsewhere, otherKeys)).as(said()).isZero();
        PrivateFiles.assertPrivate(copy);
        PrivateFiles.assertPrivate(elsewhere);
        PrivateFiles.assertPrivate(otherKeys);
        try (RunningHub hub = start(elsewhere, otherKeys)) {
            assertRestored(hub, left, elsewhere);
        }
    }

    @Test
    void soItIsOnPostgres() throws IOException, InterruptedException, SQLException {
        assumeTrue(hasClientPrograms(), "PostgreSQL's client programs are there, and as new as the server");
        DatabaseProperties from = TestDatabases.newPostgres();
        DatabaseProperties to = TestDatabases.newPostgres();
        Left left;
        try (RunningHub hub = start(data, keys, settings(from))) {
            left = backUpUnderLoad(hub);
        }

        Path elsewhere = directory.resolve("elsewhere");
        Path otherKeys = directory.resolve("other-keys");
        assertThat(command("restore", copy, elsewhere, otherKeys)).isEqualTo(1);
        assertThat(said()).contains("name an empty database by omnihub.database.url");
        assertThat(command("restore", copy, elsewhere, otherKeys, settings(from)))
                .isEqualTo(1);
        assertThat(said()).contains(from.url() + " is not empty");
        // Nothing was copied before that was seen, so that it can be tried again.
        assertThat(elsewhere).doesNotExist();
        assertThat(otherKeys).doesNotExist();
        PrivateFiles.assertPrivate(copy);
        // What breaks off halfway leaves the database as it was.
        byte[] dump = Files.readAllBytes(copy.resolve("omnihub.dump"));
        Files.write(copy.resolve("omnihub.dump"), Arrays.copyOf(dump, dump.length - dump.length / 4));
        assertThat(command("restore", copy, directory.resolve("broken"), otherKeys, settings(to)))
                .isEqualTo(1);
        assertThat(said()).contains("nothing was put back: pg_restore: error: ");
        Files.write(copy.resolve("omnihub.dump"), dump);
        Path third = Files.createDirectories(directory.resolve("third/blobs")).getParent();
        assertThat(command("restore", copy, third, otherKeys, settings(to)))
                .as(said())
                .isZero();
        try (RunningHub hub = start(third, otherKeys, settings(to))) {
            assertRestored(hub, left, third);
        }
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        assertThat(command("backup", copy, data, keys)).isEqualTo(1);
        assertThat(said()).contains("no hub runs on " + data);
        assertThat(command("restore", copy, data, keys)).isEqualTo(1);
        assertThat(said()).contains(copy + " holds no whole backup");

        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("a"), "a");
        try (RunningHub _ = start(data, keys)) {
            assertThat(command("backup", full, data, keys)).isEqualTo(1);
            assertThat(said()).contains(full + " is not empty");
            Path socket = data.resolve("control.sock");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            List<SocketChannel> silent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            assertThat(command("backup", copy, data, keys)).as(said()).isZero();
            // Of those who say nothing only so many are kept.
            assertThat(silent.getFirst().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            for (SocketChannel each : silent) {
                each.close();
            }
        }
        assertThat(command("restore", copy, full, keys)).isEqualTo(1);
        assertThat(said()).contains(full + " is not empty");
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("omnihub.key"), "another");
        assertThat(command("restore", copy, directory.resolve("new"), other)).isEqualTo(1);
        assertThat(said()).contains("is another key than the backup's");
        assertThat(directory.resolve("new")).doesNotExist();
        assertThat(BackupCommand.run(printer(), printer(), "backup")).isEqualTo(2);
    }

    /// Backs up while others write.
    private Left backUpUnderLoad(RunningHub hub) throws IOException {
        Api agent = hub.as(Role.AGENT);
        Api.Answer blob = agent.send(agent.request("/api/v1/media?fileName=a.txt")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("a file")));
        assertThat(blob.status()).isEqualTo(201);
        String visitor = hub.visitor(ORIGIN);
        String cookie = hub.login("ann", PASSWORD);
        AtomicBoolean over = new AtomicBoolean();
        Set<String> before;
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                String writer = "writer-" + i;
                writers.execute(() -> write(hub, writer, over));
            }
            try {
                Awaitility.await().until(() -> acknowledged.size() > 200);
                before = Set.copyOf(acknowledged);
                assertThat(command("backup", copy, data, keys)).as(said()).isZero();
            } finally {
                over.set(true);
            }
        }
        assertThat(acknowledged.size()).isGreaterThan(before.size());
        return new Left(
                before,
                hub.bean(LogEpoch.class).current(),
                agent.authorization(),
                visitor,
                cookie,
                blob.json().path("blob").asString());
    }

    private void write(RunningHub hub, String writer, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            String text = writer + "-" + i;
            hub.buffer(writer, text);
            acknowledged.add(text);
        }
    }

    private static void assertRestored(RunningHub hub, Left left, Path data) {
        List<String> texts = texts(hub);
        assertThat(texts).doesNotHaveDuplicates().containsAll(left.acknowledged());
        assertThat(hub.bean(LogEpoch.class).current()).isGreaterThan(left.epoch());
        assertThat(hub.bean(AuditLog.class).list(TenantId.DEFAULT, Long.MAX_VALUE, 10))
                .anyMatch(row -> row.what().equals("backup.taken"));
        assertThat(hub.bean(AuditLog.class).verify(TenantId.DEFAULT).firstWrong())
                .isEmpty();
        assertThat(new Api(hub.address, left.token()).get("/api/v1/me").status())
                .isEqualTo(200);
        Api visitor = hub.anonymous();
        assertThat(visitor.send(visitor.request("/api/v1/visitor/entries")
                                .header("Authorization", "Visitor " + left.visitor())
                                .header("Origin", ORIGIN))
                        .status())
                .isEqualTo(200);
        assertThat(data.resolve("blobs")
                        .resolve(left.blob().substring(0, 2))
                        .resolve(left.blob().substring(2, 4))
                        .resolve(left.blob()))
                .hasContent("a file");
        assertThat(visitor.send(visitor.request("/api/v1/me").header("Cookie", left.cookie()))
                        .status())
                .isEqualTo(401);
    }

    private static List<String> texts(RunningHub hub) {
        return hub
                .bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select body from entry where kind = 'message.created'")
                                .query((row, _) -> ProtobufCodec.decodeEntry(row.getBytes(1)))
                                .list())
                .stream()
                .map(Entry::change)
                .map(Message.class::cast)
                .map(message -> ((Content.Text) message.parts().getFirst()).text())
                .toList();
    }

    private RunningHub start(Path folder, Path keyFolder, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--omnihub.keys.folder=" + keyFolder,
                "--omnihub.sites.web.origins=" + ORIGIN,
                "--omnihub.config.channels=" + directory.resolve("channels")));
        settings.addAll(List.of(more));
        return RunningHub.start(folder, settings.toArray(String[]::new));
    }

    private int command(String what, Path folder, Path dataFolder, Path keyFolder, String... more) {
        said.reset();
        List<String> words = new ArrayList<>(
                List.of(what, folder.toString(), "--omnihub.data=" + dataFolder, "--omnihub.keys.folder=" + keyFolder));
        words.addAll(List.of(more));
        return BackupCommand.run(printer(), printer(), words.toArray(String[]::new));
    }

    private PrintStream printer() {
        return new PrintStream(said, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static String[] settings(DatabaseProperties database) {
        return new String[] {
            "--omnihub.database.url=" + database.url(),
            "--omnihub.database.user=" + database.user(),
            "--omnihub.database.password=" + database.password(),
            "--omnihub.database.require-durable=false"
        };
    }

    /// An older `pg_dump` does not read a later server.
    private static boolean hasClientPrograms() throws SQLException {
        try (Connection server = TestDatabases.server().getPostgresDatabase().getConnection()) {
            String version = new String(
                    new ProcessBuilder("pg_dump", "--version")
                            .start()
                            .getInputStream()
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            Matcher major = Pattern.compile("\\) (\\d+)").matcher(version);
            return major.find()
                    && Integer.parseInt(major.group(1)) >= server.getMetaData().getDatabaseMajorVersion();
        } catch (IOException _) {
            return false;
        }
    }

    /// What there was when the backup began.
    private record Left(
            Set<String> acknowledged, long epoch, String token, String visitor, String cookie, String blob) {}
}
