package io.omnihub.store;

import java.nio.file.Path;

/// Another process works in the data folder.
public final class FolderInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FolderInUseException(Path folder) {
        super("The data folder " + folder.toAbsolutePath().normalize() + " is in use by another process");
    }
}
