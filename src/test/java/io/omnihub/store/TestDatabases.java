package io.omnihub.store;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Fresh databases for tests: SQLite in a directory of the test's, and PostgreSQL databases on one server of the JVM's,
/// each owned by a role that is no superuser, so that row-level security holds.
public final class TestDatabases {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static @Nullable EmbeddedPostgres server;
    private static @Nullable DatabaseProperties template;

    private TestDatabases() {}

    /// Opens a fresh database of a kind.
    public static Databases open(Database.Kind kind, Path directory) {
        return switch (kind) {
            case SQLITE -> Databases.sqlite(directory, 4);
            case POSTGRESQL -> Databases.postgres(newMigratedPostgres());
        };
    }

    /// Makes an empty PostgreSQL database.
    public static DatabaseProperties newPostgres() {
        return newPostgres(server());
    }

    /// Makes an empty database on a server.
    public static DatabaseProperties newPostgres(EmbeddedPostgres server) {
        String name = "hub" + NUMBER.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + name + " login password 'secret'");
            statement.execute("create database " + name + " owner " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return properties(server, name, name);
    }

    /// Makes a database that has its tables already: a copy of the first one, which takes less time than to make them.
    private static synchronized DatabaseProperties newMigratedPostgres() {
        EmbeddedPostgres server = server();
        if (template == null) {
            template = newPostgres(server);
            Databases.postgres(template).close();
        }
        String name = "hub" + NUMBER.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database %s template %s owner %s strategy file_copy"
                    .formatted(name, template.user(), template.user()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return properties(server, name, template.user());
    }

    private static DatabaseProperties properties(EmbeddedPostgres server, String name, String role) {
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
        // The embedded server runs without fsync: right for logic, worthless for durability.
        return new DatabaseProperties(url, role, "secret", 6, false);
    }

    /// The server that all databases of this JVM live on.
    public static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return requireNonNull(server);
    }
}
