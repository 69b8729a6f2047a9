package io.omnihub.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Opens a database: makes its pools, brings its schema up to date, and checks that a commit is durable.
public final class Databases implements AutoCloseable {

    /// Where Flyway notes what it did.
    private static final String HISTORY = "flyway_schema_history";

    /// Holds each table that a migration has just made to the tenants of the transaction, where it has a tenant.
    private static final String ROW_LEVEL_SECURITY = """
            do $body$
            declare
              made text;
            begin
              for made in
                select c.table_name from information_schema.columns c
                  join pg_namespace n on n.nspname = c.table_schema
                  join pg_class p on p.relname = c.table_name and p.relnamespace = n.oid
                where c.table_schema = current_schema() and c.column_name = 'tenant' and not p.relrowsecurity
              loop
                execute format('alter table %I enable row level security', made);
                execute format('alter table %I force row level security', made);
                execute format('create policy tenant on %I using (
                  current_setting(''omnihub.tenants'', true) = ''*''
                  or tenant = any (string_to_array(current_setting(''omnihub.tenants'', true), '','')))', made);
              end loop;
            end
            $body$""";

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Database database;

    /// Opens SQLite in a directory, which is made where it is missing.
    public static Databases sqlite(Path directory, int readers) {
        return sqlite(directory, readers, Checkpoints.Sizes.USUAL);
    }

    static Databases sqlite(Path directory, int readers, Checkpoints.Sizes sizes) {
        return new Databases(directory, readers, sizes);
    }

    /// Opens PostgreSQL.
    ///
    /// @throws IllegalStateException where the server would lose commits or the role would see all tenants
    public static Databases postgres(DatabaseProperties properties) {
        return new Databases(properties);
    }

    private Databases(Path directory, int readers, Checkpoints.Sizes sizes) {
        makeDirectory(directory);
        Path file = directory.resolve("omnihub.db");
        // Flyway wants two connections at times, the writer's pool has one.
        SQLiteDataSource migrations = new SQLiteDataSource();
        migrations.setUrl("jdbc:sqlite:" + file);
        migrate(migrations, Database.Kind.SQLITE);
        HikariDataSource writer = track(sqlitePool(file, 1, false));
        HikariDataSource reading = track(sqlitePool(file, readers, true));
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sqlite-watch").factory());
        parts.add(watch::shutdownNow);
        ScheduledExecutorService copier = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sqlite-checkpoint").factory());
        parts.add(() -> {
            copier.shutdownNow();
            copier.close();
        });
        database = new SqliteDatabase(writer, reading, file, sizes, watch, copier);
    }

    private Databases(DatabaseProperties properties) {
        HikariDataSource pool = track(postgresPool(properties));
        migrate(pool, Database.Kind.POSTGRESQL);
        database = new PostgresDatabase(pool);
        PostgresChecks.check(database, properties.requireDurable());
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    PoolMeters meters() {
        return new PoolMeters(parts.stream()
                .filter(HikariDataSource.class::isInstance)
                .map(HikariDataSource.class::cast)
                .toList());
    }

    private HikariDataSource track(HikariDataSource pool) {
        parts.add(pool);
        return pool;
    }

    private static HikariDataSource sqlitePool(Path file, int size, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(
                readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(5_000);
        // What is erased must not stay readable in the file.
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(readOnly ? "sqlite-readers" : "sqlite-writer");
        pool.setJdbcUrl("jdbc:sqlite:" + file);
        pool.setDataSourceProperties(config.toProperties());
        // Who writes does not stop to copy the write-ahead log: Checkpoints do.
        pool.setConnectionInitSql("pragma " + (readOnly ? "query_only = true" : "wal_autocheckpoint = 0"));
        pool.setMaximumPoolSize(size);
        pool.setAutoCommit(false);
        pool.setMaxLifetime(0);
        pool.setConnectionTimeout(10_000);
        return new HikariDataSource(pool);
    }

    private static HikariDataSource postgresPool(DatabaseProperties properties) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("postgresql");
        pool.setJdbcUrl(properties.url());
        pool.setUsername(properties.user());
        pool.setPassword(properties.password());
        pool.setMaximumPoolSize(properties.poolSize());
        pool.setAutoCommit(false);
        pool.setConnectionTimeout(2_000);
        pool.setValidationTimeout(1_000);
        pool.addDataSourceProperty("ApplicationName", "omnihub");
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // A batch of inserts goes as a few statements of many rows; it does not tell how many each one changed.
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        // A node that is stuck in a transaction must not hold the others up for long.
        pool.addDataSourceProperty(
                "options", "-c lock_timeout=2s -c idle_in_transaction_session_timeout=5s -c tcp_user_timeout=10s");
        return new HikariDataSource(pool);
    }

    private static void migrate(DataSource dataSource, Database.Kind kind) {
        if (isBefore(EntryUpgrade.BEFORE, dataSource)) {
            upgrade(dataSource, kind);
        }
        flyway(dataSource, kind).load().migrate();
    }

    /// Each step looks for all migrations anew: that is for those alone who come from an earlier version.
    private static void upgrade(DataSource dataSource, Database.Kind kind) {
        flyway(dataSource, kind).target(LogUpgrade.AFTER).load().migrate();
        if (isBefore(LogUpgrade.BEFORE, dataSource)) {
            LogUpgrade.run(dataSource, kind);
        }
        flyway(dataSource, kind).target(EntryUpgrade.AFTER).load().migrate();
        if (isBefore(EntryUpgrade.BEFORE, dataSource)) {
            EntryUpgrade.run(dataSource, kind);
        }
    }

    /// Whether there is a schema, of an earlier version. Flyway would look for all migrations to tell that.
    private static boolean isBefore(MigrationVersion version, DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, null)) {
                if (!tables.next()) {
                    return false;
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select version from " + HISTORY + " where success order by installed_rank desc")) {
                return rows.next()
                        && MigrationVersion.fromVersion(rows.getString(1)).compareTo(version) < 0;
            }
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    static FluentConfiguration flyway(DataSource dataSource, Database.Kind kind) {
        boolean sqlite = kind == Database.Kind.SQLITE;
        return Flyway.configure()
                .dataSource(dataSource)
                .table(HISTORY)
                .locations(
                        "classpath:db/migration/common",
                        "classpath:db/migration/" + kind.name().toLowerCase(Locale.ROOT))
                .placeholders(Map.of(
                        "bytes", sqlite ? "blob" : "bytea",
                        // A statement by which a migration sees and writes the rows of all tenants.
                        "all_tenants", sqlite ? "select 1" : "select set_config('omnihub.tenants', '*', true)",
                        "clustered", sqlite ? "without rowid" : "",
                        "row_level_security", sqlite ? "select 1" : ROW_LEVEL_SECURITY));
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + directory + " can't be made", e);
        }
    }
}
