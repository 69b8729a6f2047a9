package io.omnihub.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;

/// A folder for as long as a command runs, which is gone at its end, and also where somebody ends it by a signal: then
/// behind the hub that works in it.
public final class ScratchFolder implements AutoCloseable {

    private final Path path;
    private final Runnable deleted = this::delete;

    public ScratchFolder() throws IOException {
        path = Files.createTempDirectory("omnihub-scratch");
        SpringApplication.getShutdownHandlers().add(deleted);
    }

    public Path path() {
        return path;
    }

    private void delete() {
        FileSystemUtils.deleteRecursively(path.toFile());
    }

    @Override
    public void close() {
        delete();
        SpringApplication.getShutdownHandlers().remove(deleted);
    }
}
