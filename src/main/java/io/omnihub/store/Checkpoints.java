package io.omnihub.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/// Copies what stands in SQLite's write-ahead log into the database's file, beside those who write and rarely: a page
/// that was written a hundred times in between is copied once.
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Path file;
    private final Path writeAheadLog;
    private final long size;
    private final ExecutorService thread;
    private final AtomicBoolean ordered = new AtomicBoolean();

    /// @param size of the write-ahead log at which it is copied
    Checkpoints(Path file, Path writeAheadLog, long size, ExecutorService thread) {
        this.file = file;
        this.writeAheadLog = writeAheadLog;
        this.size = size;
        this.thread = thread;
    }

    /// Looks how large the write-ahead log is, and has it copied where that is much.
    ///
    /// @param empty empties it while nobody writes, once little is left to copy
    void look(Runnable empty) {
        if (writeAheadLog.toFile().length() > size && ordered.compareAndSet(false, true)) {
            thread.execute(() -> {
                try {
                    copy();
                    empty.run();
                } catch (SQLException | RuntimeException e) {
                    // It goes on growing, up to the size at which who writes empties it.
                    LOG.warn("The write-ahead log could not be copied: {}", e.getMessage());
                } finally {
                    ordered.set(false);
                }
            });
        }
    }

    /// Twice: what came while the most of it was copied is little.
    private void copy() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(passive)");
            statement.execute("pragma wal_checkpoint(passive)");
        }
    }
}
