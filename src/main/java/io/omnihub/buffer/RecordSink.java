package io.omnihub.buffer;

import java.util.concurrent.CompletableFuture;

/// Where business records go when the database is there.
public interface RecordSink {

    /// The same record may come again. Where the future fails, it stays in the buffer and comes again later.
    ///
    /// @return completed once the record is stored for good, or was given up
    CompletableFuture<?> take(RawRecord record);
}
