package io.omnihub.bench;

import io.omnihub.store.DatabaseProperties;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/// PostgreSQL from Maven's binaries, with every commit synced to disk, and a role for the hub.
record DurablePostgres(EmbeddedPostgres server, ProcessHandle process) implements AutoCloseable {

    static DurablePostgres start() throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role hub login password 'secret'");
            statement.execute("create database hub owner hub");
            try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
                row.next();
                ProcessHandle backend = ProcessHandle.of(row.getLong(1)).orElseThrow();
                return new DurablePostgres(server, backend.parent().orElseThrow());
            }
        }
    }

    DatabaseProperties properties() {
        return new DatabaseProperties(
                "jdbc:postgresql://localhost:" + server.getPort() + "/hub", "hub", "secret", 6, true);
    }

    /// What the server and its present backends have used. Written is what its write-ahead log got: Linux counts large
    /// pages of its cache as written where a small part of them was.
    Use use() {
        Use used = Use.of(Stream.concat(Stream.of(process), process.descendants()));
        return new Use(used.cpu(), writeAheadLog());
    }

    private long writeAheadLog() {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select (pg_current_wal_insert_lsn() - '0/0')::bigint")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
