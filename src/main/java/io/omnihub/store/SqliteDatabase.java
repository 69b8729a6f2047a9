package io.omnihub.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/// SQLite in one file: one connection that writes, several that read.
///
/// The write-ahead log can only shrink while nobody reads from it, so reads are short, and when it has grown large new
/// reads wait until it has been emptied: by another thread, which copies the most of it beforehand, or by who writes,
/// where that did not help.
final class SqliteDatabase implements Database {

    private static final Duration LONGEST_READ = Duration.ofSeconds(1);

    private final HikariDataSource writer;
    private final DataSource readers;
    private final Path file;
    private final Path writeAheadLog;
    private final Checkpoints.Sizes sizes;
    private final AtomicInteger copying = new AtomicInteger();
    private final ScheduledExecutorService watch;
    private final Damage damage = new Damage();
    private final AtomicBoolean checking = new AtomicBoolean();
    private final ReadWriteLock reading = new ReentrantReadWriteLock(true);
    private final KeptStatements statements = new KeptStatements();
    private final Checkpoints checkpoints;

    SqliteDatabase(
            HikariDataSource writer,
            DataSource readers,
            Path file,
            Checkpoints.Sizes sizes,
            ScheduledExecutorService watch,
            ScheduledExecutorService copier) {
        this.writer = writer;
        this.readers = readers;
        this.file = file;
        this.writeAheadLog = Path.of(file + "-wal");
        this.watch = watch;
        this.sizes = sizes;
        this.checkpoints = new Checkpoints(file, writeAheadLog, sizes, copier);
    }

    @Override
    public <A, T> T write(Tenants tenants, Question<A> first, Transaction.Answered<A, T> work) {
        return write(tenants, tx -> work.in(tx, first.ask(tx.prepare(first.sql()))));
    }

    @Override
    public <T> T write(Tenants tenants, Transaction.Work<T> work) {
        try (Connection connection = writer.getConnection()) {
            T result;
            try {
                SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
                result = work.in(new Transaction(connection, Kind.SQLITE, text -> statements.of(sqlite, text)));
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
            // While all of it is being read the log can't shrink.
            if (copying.get() == 0) {
                if (writeAheadLog.toFile().length() > sizes.largest()) {
                    checkpoint(connection, "truncate");
                } else {
                    checkpoints.written(() -> checkpoint("restart"));
                }
            }
            return result;
        } catch (SQLException | RuntimeException e) {
            throw damage.translate(e);
        }
    }

    @Override
    public <T> T read(Tenants tenants, Transaction.Work<T> work) {
        reading.readLock().lock();
        try (Connection connection = readers.getConnection()) {
            SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
            Future<?> deadline =
                    watch.schedule(() -> interrupt(sqlite), LONGEST_READ.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return work.in(new Transaction(connection, Kind.SQLITE));
            } finally {
                deadline.cancel(false);
                connection.rollback();
            }
        } catch (SQLException | RuntimeException e) {
            throw damage.translate(e);
        } finally {
            reading.readLock().unlock();
        }
    }

    @Override
    public void purge() {
        checkpoint("truncate");
    }

    /// The copy is one long read, during which the write-ahead log can't be emptied.
    @Override
    public void copyTo(Path copy) {
        copying.incrementAndGet();
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = source.getConnection();
                PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
            vacuum.setString(1, copy.toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw damage.translate(e);
        } finally {
            copying.decrementAndGet();
        }
    }

    @Override
    public Kind kind() {
        return Kind.SQLITE;
    }

    @Override
    public Optional<String> damage() {
        return damage.found();
    }

    @Override
    public List<String> check(int most) {
        if (!checking.compareAndSet(false, true)) {
            throw new IllegalStateException("It is being checked already");
        }
        copying.incrementAndGet();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("pragma quick_check(" + most + ")")) {
            List<String> problems = new ArrayList<>();
            while (rows.next()) {
                problems.add(rows.getString(1));
            }
            if (problems.equals(List.of("ok"))) {
                return List.of();
            }
            damage.note(problems.getFirst()
                    .lines()
                    .filter(line -> !line.startsWith("***"))
                    .findFirst()
                    .orElse("pages that are none"));
            return problems;
        } catch (SQLException e) {
            RuntimeException failure = damage.translate(e);
            if (failure instanceof DatabaseDamagedException) {
                return List.of(Objects.toString(failure.getMessage(), ""));
            }
            throw failure;
        } finally {
            copying.decrementAndGet();
            checking.set(false);
        }
    }

    private void checkpoint(String mode) {
        try (Connection connection = writer.getConnection()) {
            checkpoint(connection, mode);
        } catch (SQLException e) {
            throw damage.translate(e);
        }
    }

    /// Copies what is left of the write-ahead log while nobody reads, so that it is not needed any more.
    ///
    /// @param mode `truncate` to empty it, `restart` to have it written anew from its beginning
    private void checkpoint(Connection connection, String mode) throws SQLException {
        reading.writeLock().lock();
        try {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("pragma wal_checkpoint(" + mode + ")");
            } finally {
                connection.setAutoCommit(false);
            }
        } finally {
            reading.writeLock().unlock();
        }
    }

    private static void interrupt(SQLiteConnection connection) {
        try {
            connection.getDatabase().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException("a read that took too long can't be ended", e);
        }
    }

    /// On a full disk SQLite itself ends the transaction, which the driver does not learn: what would come next on such
    /// a connection would run outside of any transaction, so it is not used again.
    private void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            writer.evictConnection(connection);
        }
    }
}
