package io.omnihub.backup;

import io.omnihub.control.RefusedException;
import io.omnihub.store.PrivateFolder;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// How a backup lies in its folder: `omnihub.db` or `omnihub.dump`, `blobs`, `keys`, and `backup.properties`, which is
/// written last and so says that the rest is whole.
record BackupFolder(Path path) {

    private static final String MARK = "backup.properties";

    Path sqlite() {
        return path.resolve("omnihub.db");
    }

    Path dump() {
        return path.resolve("omnihub.dump");
    }

    Path blobs() {
        return path.resolve("blobs");
    }

    Path keys() {
        return path.resolve("keys");
    }

    /// @throws RefusedException where something is there already
    void begin() {
        requireEmpty(path);
        PrivateFolder.ensure("the folder of the backup", path);
    }

    void finish(Properties facts) throws IOException {
        try (Writer writer = Files.newBufferedWriter(path.resolve(MARK))) {
            facts.store(writer, null);
        }
        sync(path.resolve(MARK));
        sync(path);
    }

    /// @throws RefusedException where there is no whole backup
    Properties facts() throws IOException {
        Properties facts = new Properties();
        try (Reader reader = Files.newBufferedReader(path.resolve(MARK))) {
            facts.load(reader);
            return facts;
        } catch (NoSuchFileException _) {
            throw new RefusedException(path + " holds no whole backup: " + MARK + " is missing");
        }
    }

    static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        // A folder in it may be where another disk is mounted.
        try (Stream<Path> files = Files.walk(folder)) {
            if (files.anyMatch(file -> !Files.isDirectory(file))) {
                throw new RefusedException(
                        folder + " is not empty: name an empty folder, or one that is not there yet");
            }
        } catch (IOException e) {
            throw new RefusedException(folder + " can't be read: " + e);
        }
    }

    /// Copies files to the disk. One that goes meanwhile is left out.
    ///
    /// @return how many
    static int copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(from)) {
            return 0;
        }
        int[] copied = {0};
        Files.walkFileTree(from, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && wanted.test(file)) {
                    copy(file, to.resolve(from.relativize(file)));
                    copied[0]++;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return copied[0];
    }

    static void sync(Path path) throws IOException {
        StandardOpenOption option = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static void copy(Path file, Path target) throws IOException {
        PrivateFolder.ensure("the folder of the backup", Objects.requireNonNull(target.getParent()));
        PrivateFolder.newFile(target);
        try (var out = Files.newOutputStream(target)) {
            Files.copy(file, out);
        } catch (NoSuchFileException _) {
            Files.delete(target);
            return;
        }
        sync(target);
    }
}
