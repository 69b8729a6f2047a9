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
/// Now and then the log is written anew from its beginning. That is done much more rarely, since everybody waits while
/// the file system makes sure of the last pages: some 50 ms. The log's file stays as large as it is: to give it back
/// and
/// take it again would hold up everyone for longer.
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /// How long after a write is looked how much stands in it: the file's size does not tell, so SQLite is asked.
    private static final Duration SOON = Duration.ofMillis(250);

    private static final String COPY = "pragma wal_checkpoint(passive)";

    /// So many pages are copied while everybody waits.
    private static final long LITTLE = 64;

    private static final int MOST_TIMES = 10;

    private final Path file;
    private final Path writeAheadLog;
    private final Sizes sizes;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean ordered = new AtomicBoolean();

    Checkpoints(Path file, Path writeAheadLog, Sizes sizes, ScheduledExecutorService thread) {
        this.file = file;
        this.writeAheadLog = writeAheadLog;
        this.sizes = sizes;
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
            if (writeAheadLog.toFile().length() > sizes.copied) {
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
            long pageSize = pageSize(statement);
            Log log = Log.of(statement);
            if (log.pages * pageSize > sizes.anew) {
                copyMost(statement);
                finish.run();
            } else if (log.left() * pageSize > sizes.copied) {
                statement.execute(COPY);
            }
        }
    }

    /// Beside those who write: each time less has come meanwhile, unless more is written than can be copied.
    private static void copyMost(Statement statement) throws SQLException {
        Log log;
        int times = 0;
        do {
            statement.execute(COPY);
            log = Log.of(statement);
            times++;
        } while (log.left() > LITTLE && times < MOST_TIMES);
    }

    private static long pageSize(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("pragma page_size")) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Of the write-ahead log, in bytes. At the largest whoever writes empties it, and readers wait: more was written
    /// than could be copied, or readers were always in the way.
    ///
    /// @param copied at which what is not in the file yet is copied
    /// @param anew   at which it is written anew
    record Sizes(long copied, long anew, long largest) {

        static final Sizes USUAL = new Sizes(32L << 20, 256L << 20, 384L << 20);
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

        long left() {
            return pages - copied;
        }
    }
}
