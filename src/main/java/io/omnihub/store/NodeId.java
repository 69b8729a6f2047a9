package io.omnihub.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// By what a node knows itself again after a start: a file in its data folder.
public final class NodeId {

    private static final String NAME = "node";

    private NodeId() {}

    /// @param data the data folder, which this process holds
    public static String in(Path data) {
        Path file = data.resolve(NAME);
        try {
            if (Files.isRegularFile(file)) {
                String id = Files.readString(file).strip();
                if (!id.isEmpty()) {
                    return id;
                }
            } else {
                PrivateFolder.newFile(file);
            }
            String id = UUID.randomUUID().toString();
            Files.writeString(file, id + "\n");
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + ", by which this node knows itself, can't be made", e);
        }
    }
}
