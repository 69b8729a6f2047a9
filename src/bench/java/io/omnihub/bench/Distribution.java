package io.omnihub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What `mvn package` delivers, unpacked and trained as docs/distribution.md says.
///
/// @param root the folder with `bin` and `lib`
record Distribution(Path root) {

    static Distribution prepare(Path directory) throws InterruptedException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Path archive = files.filter(file -> file.getFileName().toString().endsWith("-dist.tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("mvn package makes the distribution first"));
            Files.createDirectories(directory);
            run("tar", "xzf", archive.toString(), "-C", directory.toString());
            try (Stream<Path> unpacked = Files.list(directory)) {
                Distribution distribution = new Distribution(
                        unpacked.filter(Files::isDirectory).findFirst().orElseThrow());
                run(distribution.root.resolve("bin/omnihub").toString(), "train");
                return distribution;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The program as its script starts it.
    List<String> program() {
        Path lib = root.resolve("lib");
        return List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:AOTCache=" + lib.resolve("omnihub.aot"),
                "-jar",
                lib.resolve("omnihub.jar").toString(),
                "--omnihub.routes=" + root.resolve("routes"));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
        }
    }
}
