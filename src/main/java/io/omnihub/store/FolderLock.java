package io.omnihub.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Holds the data folder for this process, and tells whether the one before it ended without a word: its file has
/// bytes as long as somebody works.
public final class FolderLock implements AutoCloseable {

    private static final String NAME = "lock";

    private final FileChannel file;
    private final boolean unclean;

    private FolderLock(FileChannel file, boolean unclean) {
        this.file = file;
        this.unclean = unclean;
    }

    /// Takes the folder, which is made where it is missing.
    ///
    /// @throws FolderInUseException where another process has it
    public static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(file) == null) {
                file.close();
                throw new FolderInUseException(folder);
            }
            boolean unclean = file.size() > 0;
            file.write(ByteBuffer.wrap(new byte[] {'1'}), 0);
            return new FolderLock(file, unclean);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data folder " + folder.toAbsolutePath().normalize() + " can't be written to", e);
        }
    }

    /// Whether the last process that worked here was killed or lost its power.
    public boolean wasUnclean() {
        return unclean;
    }

    @Override
    public void close() {
        try (FileChannel closing = file) {
            closing.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
