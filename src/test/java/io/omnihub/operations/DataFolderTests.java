package io.omnihub.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.buffer.Buffer;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.Content;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other accounts of the machine see nothing of what the hub writes, and in what it writes lies no secret.
final class DataFolderTests {

    private static final String PASSWORD = "correct horse battery";
    private static final String SITE_SECRET = "a secret of the shop's own server, long";
    private static final String ORIGIN = "https://shop.example.com";

    @TempDir
    private Path directory;

    @Test
    void everyFileIsTheHubsAloneAndHoldsNoSecret() throws IOException {
        Path data = directory.resolve("data");
        Path keys = directory.resolve("keys");
        // As a hub of before has left it.
        Files.createDirectories(data.resolve("blobs"));
        Path left = Files.writeString(data.resolve("blobs").resolve("left"), "x");
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(data.resolve("blobs"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        List<String> secrets = new ArrayList<>(List.of(SITE_SECRET, PASSWORD));
        try (RunningHub hub = RunningHub.start(
                data,
                "--omnihub.keys.folder=" + keys,
                "--omnihub.sites.web.origins=" + ORIGIN,
                "--omnihub.sites.web.secret=" + SITE_SECRET)) {
            secrets.addAll(traffic(hub));
            secrets.add(Files.readString(keys.resolve("omnihub.key")).strip());

            assertPrivate(data);
            assertPrivate(keys);
            assertHoldNone(data, secrets);
        }
        assertPrivate(data);
        assertHoldNone(data, secrets);
    }

    @Test
    void aKeyWithinTheDataFolderIsRefused() {
        Path data = directory.resolve("data");

        assertThatThrownBy(() -> RunningHub.start(data, "--omnihub.keys.folder=" + data.resolve("keys")))
                .hasStackTraceContaining("omnihub.keys.folder must not be within the data folder");
    }

    /// What leaves traces in all the folders.
    ///
    /// @return the secrets that were in it
    private static List<String> traffic(RunningHub hub) throws IOException {
        hub.begin(TenantId.DEFAULT, "Hello");
        String user = RunningHub.newUser();
        hub.bean(Buffer.class)
                .put(List.of(RunningHub.event(
                        TenantId.DEFAULT,
                        user,
                        Keys.message(user),
                        new Message(user, List.of(new Content.Text("Hi")), null))));
        Api agent = hub.as(Role.AGENT);
        byte[] file = "a file".getBytes(ISO_8859_1);
        assertThat(agent.send(agent.request("/api/v1/media?fileName=a.txt")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofByteArray(file)))
                        .status())
                .isEqualTo(201);
        String ticket =
                agent.post("/api/v1/tickets", "{}").json().path("ticket").asString();
        String token = hub.anonymous()
                .post("/api/v1/visitors", "{\"site\": \"web\"}", "Origin", ORIGIN)
                .json()
                .path("token")
                .asString();
        hub.bean(Accounts.class).create(TenantId.DEFAULT, "ann", Role.AGENT, PASSWORD);
        String cookie = hub.anonymous()
                .post("/api/v1/login", "{\"user\": \"ann\", \"password\": \"%s\"}".formatted(PASSWORD))
                .header("Set-Cookie")
                .replaceAll("^omnihub=|;.*", "");
        List<String> secrets = List.of(agent.authorization().replace("Bearer ", ""), ticket, token, cookie);
        assertThat(secrets).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(20));
        return secrets;
    }

    private static void assertPrivate(Path folder) throws IOException {
        String owner = System.getProperty("user.name");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.toList()).hasSizeGreaterThan(1).allSatisfy(path -> {
                assertThat(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName())
                        .isEqualTo(owner);
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))
                        .as(path.toString())
                        .isEqualTo(Files.isRegularFile(path) ? "rw-------" : "rwx------");
            });
        }
    }

    private static void assertHoldNone(Path folder, List<String> secrets) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, ISO_8859_1);
                assertThat(secrets.stream().filter(bytes::contains))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }
}
