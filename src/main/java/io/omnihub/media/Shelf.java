package io.omnihub.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Where blobs lie, each under its SHA-256. What throws an [IOException] can't be used just now.
interface Shelf {

    /// Has a file's bytes lie there for good, whatever happens next. Placing the same bytes again renews them.
    void place(Path file, String blob, long size) throws IOException;

    /// @throws java.nio.file.NoSuchFileException where it is not there
    long size(String blob) throws IOException;

    /// @throws java.nio.file.NoSuchFileException where it is not there
    InputStream open(String blob) throws IOException;

    /// The blobs that were placed, or placed again, before a time.
    List<String> storedBefore(Instant time) throws IOException;

    /// Removes a blob that was last placed before a time, unless it turns out to be wanted. Who places the same bytes
    /// meanwhile keeps them.
    ///
    /// @return whether it was removed
    boolean remove(String blob, Instant before, BooleanSupplier wanted) throws IOException;
}
