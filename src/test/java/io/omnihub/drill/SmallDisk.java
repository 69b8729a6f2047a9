package io.omnihub.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A file system of 128 MB in memory, more than the hub takes in a drill, which can be filled to the last byte.
final class SmallDisk implements AutoCloseable {

    private final Path directory;
    private final Path ballast;

    /// Mounts it; where that is not allowed the test is given up, not failed.
    SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
        try {
            Files.createDirectories(directory);
            int status = run("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", directory.toString());
            Assumptions.assumeTrue(status == 0, "a small file system can't be mounted here: that needs root");
        } catch (IOException e) {
            Assumptions.abort("a small file system can't be mounted here: " + e.getMessage());
        }
    }

    Path directory() {
        return directory;
    }

    /// Leaves no byte; again and again, since the hub gives some back when it deletes files.
    void fill() {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException _) {
            // It is full, as it should be.
            if (directory.toFile().getUsableSpace() > block.length) {
                throw new IllegalStateException("the small disk could not be filled");
            }
        }
    }

    void free() {
        try {
            Files.delete(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            run("umount", "-l", directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
