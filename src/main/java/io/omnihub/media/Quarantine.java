package io.omnihub.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where files lie in which a virus was found, for an operator to look at: nothing gives them out, and only the last
/// ones are kept.
final class Quarantine {

    private static final int MOST = 100;
    private static final String ENDING = ".infected";

    private final Path folder;

    Quarantine(Path folder) {
        this.folder = folder;
    }

    /// Moves a file there.
    synchronized void take(Path file, String sha256) throws IOException {
        Files.createDirectories(folder);
        Files.move(file, folder.resolve(sha256 + ENDING), StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> newest = files.sorted(
                            Comparator.comparingLong(Quarantine::changed).reversed())
                    .toList();
            for (Path old : newest.subList(Math.min(MOST, newest.size()), newest.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static long changed(Path file) {
        return file.toFile().lastModified();
    }
}
