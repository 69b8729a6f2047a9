package io.omnihub.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.store.PrivateFiles;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
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

            PrivateFiles.assertPrivate(data);
            PrivateFiles.assertPrivate(keys);
            assertHoldNone(data, secrets);
        }
        PrivateFiles.assertPrivate(data);
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
        hub.buffer(RunningHub.newUser(), "Hi " + RunningHub.newUser());
        Api agent = hub.as(Role.AGENT);
        byte[] file = "a file".getBytes(ISO_8859_1);
        assertThat(agent.send(agent.request("/api/v1/media?fileName=a.txt")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofByteArray(file)))
                        .status())
                .isEqualTo(201);
        String ticket =
                agent.post("/api/v1/tickets", "{}").json().path("ticket").asString();
        String token = hub.visitor(ORIGIN);
        String cookie = hub.login("ann", PASSWORD).replace("omnihub=", "");
        List<String> secrets = List.of(agent.authorization().replace("Bearer ", ""), ticket, token, cookie);
        assertThat(secrets).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(20));
        return secrets;
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
