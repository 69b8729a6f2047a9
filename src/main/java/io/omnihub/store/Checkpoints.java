package io.omnihub.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/// Copies what stands in SQLite's write-ahead log into the database's file, beside those who write and rarely: a page
/// that was written a hundred times in between is copied once.
///
/// The log's file stays as large as it is, and is written anew from its beginning: to give it back to the file system
/// and take it again would hold up everyone for many milliseconds.
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /// How long after a write is looked how much stands in it: the file's size does not tell, so SQLite is asked.
    private static final Duration SOON = Duration.ofMillis(250);

    /// So many pages are copied while everybody waits.
    private static final long LITTLE = 64;

    private static final int MOST_TIMES = 10;

    private final Path file;
    private final Path writeAheadLog;
    private final long size;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean ordered = new AtomicBoolean();

    /// @param size of the write-ahead log at which it is copied
    Checkpoints(Path file, Path writeAheadLog, long size, ScheduledExecutorService thread) {
        this.file = file;
        this.writeAheadLog = writeAheadLog;
        this.size = size;
        this.thread = thread;
    }

    /// Something was written: has the write-ahead log copied soon, where much stands in it.
    ///
    /// @param finish copies the little that is left while nobody writes, so that the log begins anew
    void written(Runnable finish) {
        if (ordered.compareAndSet(false, true)) {
            var _ = thread.schedule(() -> look(finish), SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look(Runnable finish) {
        ordered.set(false);
        try {
            if (writeAheadLog.toFile().length() > size) {
                copy(finish);
            }
        } catch (SQLException | RuntimeException e) {
            // It goes on growing, up to the size at which who writes empties it.
            LOG.warn("The write-ahead log could not be copied: {}", e.getMessage());
        }
    }

    private void copy(Runnable finish) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            if (bytesInUse(statement) > size) {
                copyMost(statement);
                finish.run();
            }
        }
    }

    /// Beside those who write: each time less has come meanwhile, unless more is written than can be copied.
    private static void copyMost(Statement statement) throws SQLException {
        Log log;
        int times = 0;
        do {
            statement.execute("pragma wal_checkpoint(passive)");
            log = Log.of(statement);
            times++;
        } while (log.pages - log.copied > LITTLE && times < MOST_TIMES);
    }

    /// What stands in the write-ahead log since it was begun.
    private static long bytesInUse(Statement statement) throws SQLException {
        long pageSize;
        try (ResultSet row = statement.executeQuery("pragma page_size")) {
            row.next();
            pageSize = row.getLong(1);
        }
        return pageSize * Log.of(statement).pages;
    }

    /// @param pages  that stand in the write-ahead log
    /// @param copied those of them that are in the file too
    private record Log(long pages, long copied) {

        static Log of(Statement statement) throws SQLException {
            try (ResultSet row = statement.executeQuery("pragma wal_checkpoint(noop)")) {
                row.next();
                return new Log(row.getLong(2), row.getLong(3));
            }
        }
    }
}
