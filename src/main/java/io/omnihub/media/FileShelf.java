package io.omnihub.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A folder of files. One appears under its name only when all its bytes are on the disk.
final class FileShelf implements Shelf {

    /// Blobs lie in two levels of folders.
    private static final int DEPTH = 3;

    private final Path root;
    private final Path unfinished;
    private final Clock clock;

    FileShelf(Path root, Clock clock) {
        this.root = root;
        this.unfinished = root.resolve("unfinished");
        this.clock = clock;
    }

    @Override
    public long size(String blob) throws IOException {
        return Files.size(path(blob));
    }

    @Override
    public InputStream open(String blob) throws IOException {
        return Files.newInputStream(path(blob));
    }

    @Override
    public List<String> storedBefore(Instant time) throws IOException {
        FileTime before = FileTime.from(time);
        try (Stream<Path> files = Files.find(
                root,
                DEPTH,
                (file, attributes) -> attributes.isRegularFile()
                        && attributes.lastModifiedTime().compareTo(before) < 0
                        && BlobStore.HASH.matcher(file.getFileName().toString()).matches())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /// It is put aside first, so that whoever stores the same bytes meanwhile makes a file of his own.
    @Override
    public boolean remove(String blob, Instant before, BooleanSupplier wanted) throws IOException {
        Path file = path(blob);
        Path aside = unfinished.resolve(UUID.randomUUID().toString());
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException _) {
            return false;
        }
        boolean useless = false;
        try {
            useless = Files.getLastModifiedTime(aside).toInstant().isBefore(before) && !wanted.getAsBoolean();
        } finally {
            // Where that can't be told it may be wanted.
            if (!useless) {
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        if (useless) {
            Files.delete(aside);
        }
        return useless;
    }

    @Override
    public void place(Path file, String blob, long size) throws IOException {
        Path target = path(blob);
        FileTime now = FileTime.from(clock.instant());
        if (Files.isRegularFile(target) && Files.size(target) == size) {
            // A blob that is used again must not look old.
            Files.setLastModifiedTime(target, now);
            return;
        }
        Files.setLastModifiedTime(file, now);
        Path parent = root.resolve(target.getFileName().toString().substring(0, 2));
        Path folder = parent.resolve(target.getFileName().toString().substring(2, 4));
        Files.createDirectories(folder);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        sync(parent);
        sync(root);
    }

    /// A new name is on the disk only when its folder is.
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path path(String blob) {
        return root.resolve(blob.substring(0, 2)).resolve(blob.substring(2, 4)).resolve(blob);
    }
}
