package io.omnihub.keys;

import io.omnihub.store.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The keys that wrap: the one that is used now, and earlier ones that lie beside it until nothing needs them.
final class KeyRing {

    static final String FILE = "omnihub.key";

    private final WrappingKey current;
    private final Map<String, WrappingKey> byId = new HashMap<>();

    private KeyRing(WrappingKey current, Iterable<WrappingKey> others) {
        this.current = current;
        others.forEach(key -> byId.put(key.id(), key));
        byId.put(current.id(), current);
    }

    /// Reads the keys, and makes the first one where that is allowed.
    ///
    /// @param mayMake whether nothing is wrapped yet, so that any key will do
    /// @throws IllegalStateException where there is no key and none may be made, or one can't be read
    static KeyRing open(KeysProperties properties, boolean mayMake) {
        Path folder = properties.folder();
        if (!properties.secret().isEmpty()) {
            WrappingKey given = WrappingKey.parse("omnihub.keys.secret", properties.secret());
            return new KeyRing(given, read(folder).values());
        }
        Path file = folder.resolve(FILE);
        Map<Path, WrappingKey> found = read(folder);
        WrappingKey current = found.get(file);
        if (current == null && !mayMake) {
            throw new IllegalStateException(
                    "The key " + file.toAbsolutePath()
                            + " is missing, with which the keys in the database are wrapped: put it back, or set"
                            + " omnihub.keys.folder or omnihub.keys.secret; docs/distribution.md tells what to do where it is lost");
        }
        return new KeyRing(current == null ? make(folder.toAbsolutePath()) : current, found.values());
    }

    WrappingKey current() {
        return current;
    }

    Optional<WrappingKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private static Map<Path, WrappingKey> read(Path folder) {
        Map<Path, WrappingKey> keys = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            return keys;
        }
        PrivateFolder.ensure("omnihub.keys.folder", folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.key")) {
            for (Path file : files) {
                keys.put(file, WrappingKey.parse("The file " + file.toAbsolutePath(), Files.readString(file)));
            }
            return keys;
        } catch (IOException e) {
            throw new IllegalStateException("The keys in " + folder.toAbsolutePath() + " can't be read: " + e, e);
        }
    }

    /// Whole or not at all, and never over another one: two nodes may share the folder and start at once.
    private static WrappingKey make(Path folder) {
        Path file = folder.resolve(FILE);
        PrivateFolder.ensure("omnihub.keys.folder", folder);
        WrappingKey fresh = WrappingKey.fresh();
        Path unfinished = folder.resolve(UUID.randomUUID() + ".unfinished");
        try {
            try {
                Files.writeString(PrivateFolder.newFile(unfinished), fresh.text() + "\n");
                sync(unfinished, StandardOpenOption.WRITE);
                Files.createLink(file, unfinished);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            sync(folder, StandardOpenOption.READ);
            return fresh;
        } catch (FileAlreadyExistsException _) {
            return readAgain(file);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key " + file.toAbsolutePath() + " can't be made (" + e
                            + "): set omnihub.keys.folder to a folder that the hub may write, outside the data folder",
                    e);
        }
    }

    private static WrappingKey readAgain(Path file) {
        try {
            return WrappingKey.parse("The file " + file.toAbsolutePath(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
