package io.omnihub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnihub.OmniHub;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.FolderLock;
import io.omnihub.store.TestDatabases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// What an operator did wrong is told in a sentence, without a stack trace.
@ExtendWith(OutputCaptureExtension.class)
final class StartFailuresTests {

    @TempDir
    private Path directory;

    private Path data;

    @BeforeEach
    void data() {
        data = directory.resolve("data");
    }

    @Test
    void aFolderInUse(CapturedOutput output) {
        try (FolderLock _ = FolderLock.take(data)) {
            refuse();
        }
        says(output, "The data folder " + data + " is in use by another process.", "omnihub.data");
    }

    @Test
    void aGatewayPortThatIsTaken(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refuse("--omnihub.gateway.port=" + taken.getLocalPort());
            says(
                    output,
                    "The port " + taken.getLocalPort() + " is taken by another program.",
                    "choose another port: omnihub.gateway.port");
        }
        assertThat(output.getAll()).doesNotContain("SQLSTATE null");
    }

    @Test
    void aPortThatIsTaken(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refuse("--server.port=" + taken.getLocalPort(), "--server.address=127.0.0.1");
            says(
                    output,
                    "The port " + taken.getLocalPort() + " is taken by another program.",
                    "choose another port: server.port");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenTo(CapturedOutput output) throws IOException, InterruptedException {
        Files.createDirectory(data);
        try {
            // What root may do all the same is forbidden by the file system.
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
            assumeTrue(
                    !Files.isWritable(data) || run("chattr", "+i", data.toString()), "a folder can be made read-only");
            refuse();
        } finally {
            run("chattr", "-i", data.toString());
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
        says(
                output,
                "The data folder " + data + " can't be written to: ",
                "Let the hub's account use it, or choose another folder: omnihub.data.");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    @Test
    void aBadSetting(CapturedOutput output) {
        refuse("--omnihub.gateway.frames-per-second=0");
        says(output, "omnihub.gateway.frames-per-second must be 1 to 1000000.", "Change the setting");
    }

    @Test
    void aWrongPasswordOfTheDatabase(CapturedOutput output) {
        DatabaseProperties database = TestDatabases.newPostgres();
        refuse(
                "--omnihub.database.url=" + database.url(),
                "--omnihub.database.user=" + database.user() + "-nobody",
                "--omnihub.database.password=wrong");
        says(output, "PostgreSQL refuses the user or the password.", "omnihub.database.password");
    }

    @Test
    void aDatabaseThatIsNotThere(CapturedOutput output) {
        refuse("--omnihub.database.url=jdbc:postgresql://127.0.0.1:1/hub", "--omnihub.database.user=hub");
        says(output, "PostgreSQL can't be reached.", "omnihub.database.url");
    }

    private static void says(CapturedOutput output, String what, String action) {
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START", what, action)
                .doesNotContain("\tat ");
    }

    private void refuse(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--omnihub.data=" + data,
                "--omnihub.keys.folder=" + directory.resolve("keys"),
                "--omnihub.config.channels=" + data.resolve("channels")));
        arguments.addAll(List.of(more));
        for (String port : List.of("--server.port=", "--omnihub.gateway.port=")) {
            if (arguments.stream().noneMatch(argument -> argument.startsWith(port))) {
                arguments.add(port + "0");
            }
        }
        assertThatThrownBy(() -> SpringApplication.run(OmniHub.class, arguments.toArray(String[]::new)))
                .isInstanceOf(RuntimeException.class);
    }
}
