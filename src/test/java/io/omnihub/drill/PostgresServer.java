package io.omnihub.drill;

import io.omnihub.ChildJvm;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A PostgreSQL server with one database for a hub, which can be stopped and frozen.
final class PostgresServer implements AutoCloseable {

    private final Path data;
    private final DatabaseProperties database;
    private EmbeddedPostgres server;

    /// Starts it.
    PostgresServer(Path directory) {
        data = directory.resolve("postgres");
        server = start(0);
        database = TestDatabases.newPostgres(server);
    }

    /// What connects a hub to it, by the settings' names.
    Map<String, String> settings() {
        return settings(database);
    }

    static Map<String, String> settings(DatabaseProperties database) {
        return Map.of(
                "omnihub.database.url",
                database.url(),
                "omnihub.database.user",
                database.user(),
                "omnihub.database.password",
                database.password(),
                // The servers of the tests don't sync; to a hub that is killed it makes no difference.
                "omnihub.database.require-durable",
                "false");
    }

    /// Ends all connections and the server.
    void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it again with the data that it had.
    void restart() {
        server = start(server.getPort());
    }

    /// Ends some connections of the hubs, chosen at random.
    void endBackends(int most) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement end = connection.prepareStatement("""
                    select pg_terminate_backend(pid) from (
                        select pid from pg_stat_activity where usename = ? order by random() limit ?) chosen""")) {
            end.setString(1, database.user());
            end.setInt(2, most);
            end.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// All its processes keep their connections and answer nothing.
    void freeze() {
        processes().forEach(process -> ChildJvm.signal("-STOP", process.pid()));
    }

    void thaw() {
        processes().forEach(process -> ChildJvm.signal("-CONT", process.pid()));
    }

    @Override
    public void close() {
        stop();
    }

    /// The postmaster first, so that it begets no others.
    private List<ProcessHandle> processes() {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres start(int port) {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
