package io.omnihub.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder that only the account of the hub may look into.
public final class PrivateFolder {

    private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFolder() {}

    /// Makes the folder where it is missing. One that is open to others is closed, with all that is in it, which a line
    /// of the log tells.
    ///
    /// @param setting that names it
    /// @throws IllegalStateException where that can't be done
    public static void ensure(String setting, Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, attribute(folder, FOLDER));
            }
            if (!isPosix(folder)) {
                return;
            }
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(folder);
            if (!FOLDER.containsAll(found)) {
                close(folder);
                LOG.warn(
                        "The folder {} was open to other accounts of this machine ({}) and is closed now",
                        folder.toAbsolutePath(),
                        PosixFilePermissions.toString(found));
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The folder " + folder.toAbsolutePath() + " (" + setting + ") can't be made, or closed to other"
                            + " accounts than the hub's: " + e,
                    e);
        }
    }

    /// Makes an empty file that only the account of the hub may read and write.
    public static Path newFile(Path file) throws IOException {
        return Files.createFile(file, attribute(file, FILE));
    }

    private static void close(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(each, FOLDER);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.setPosixFilePermissions(each, FILE);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static FileAttribute<?>[] attribute(Path folder, Set<PosixFilePermission> permissions) {
        return isPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
