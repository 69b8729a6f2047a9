package io.omnihub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `mvn package` delivers, trained as docs/distribution.md says.
///
/// @param root the folder with `bin` and `lib`
record Distribution(Path root) {

    /// Puts it together from the parts that the archive is made of a moment later.
    static Distribution prepare(Path root) throws InterruptedException {
        try {
            Files.createDirectories(root);
            run("cp", "-r", "target/extracted", root.resolve("lib").toString());
            run("cp", "-r", "src/main/dist/bin", "routes", root.toString());
            run(root.resolve("bin/omnihub").toString(), "train");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Distribution(root);
    }

    /// The program as its script starts it.
    List<String> program() {
        Path lib = root.resolve("lib");
        List<String> program = new ArrayList<>(PackagedHub.FLAGS);
        program.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:AOTCache=" + lib.resolve("omnihub.aot"),
                "-jar",
                lib.resolve("omnihub.jar").toString(),
                "--omnihub.routes=" + root.resolve("routes")));
        return program;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
        }
    }
}
