package io.omnihub.backup;

import io.omnihub.control.RefusedException;
import io.omnihub.store.DatabaseProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// Calls PostgreSQL's own programs: `pg_dump`, which sees one moment of the database while others write, and
/// `pg_restore`.
final class PostgresDump {

    private static final String TENANTS = "-c omnihub.tenants=*";

    private PostgresDump() {}

    /// @throws RefusedException where it is missing or fails
    static void take(DatabaseProperties properties, Path file) throws IOException, InterruptedException {
        call(
                properties,
                List.of(
                        "pg_dump",
                        "--format=custom",
                        "--no-owner",
                        // As what it is, the hub's role sees rows only through the policies.
                        "--enable-row-security",
                        "--file=" + file));
    }

    /// Puts it into an empty database, all or nothing, and marks it as one that was put back.
    ///
    /// @throws RefusedException where something is in there already, or it can't be done
    static void restore(DatabaseProperties properties, Path file) throws IOException, InterruptedException {
        requireEmpty(properties);
        call(
                properties,
                List.of("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", file.toString()));
        try (Connection connection = connect(properties);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            RestoredSqlite.mark(statement, true);
            connection.commit();
        } catch (SQLException e) {
            throw new RefusedException("the restored database can't be made ready: " + e.getMessage());
        }
    }

    private static void requireEmpty(DatabaseProperties properties) {
        try (Connection connection = connect(properties);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("select count(*) from pg_tables where schemaname = current_schema()")) {
            if (found.next() && found.getInt(1) > 0) {
                throw new RefusedException(properties.url() + " is not empty: name a database without tables");
            }
        } catch (SQLException e) {
            throw new RefusedException(properties.url() + " can't be reached: " + e.getMessage());
        }
    }

    private static Connection connect(DatabaseProperties properties) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", properties.user());
        login.setProperty("password", properties.password());
        login.setProperty("options", TENANTS);
        return DriverManager.getConnection(properties.url(), login);
    }

    private static void call(DatabaseProperties properties, List<String> program)
            throws IOException, InterruptedException {
        URI server = URI.create(properties.url().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(program);
        command.addAll(
                1,
                List.of(
                        "--host=" + server.getHost(),
                        "--port=" + (server.getPort() < 0 ? 5432 : server.getPort()),
                        "--dbname=" + server.getPath().substring(1)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("PGUSER", properties.user(), "PGPASSWORD", properties.password(), "PGOPTIONS", TENANTS));
        String name = program.getFirst();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new RefusedException(name + " can't be started; install PostgreSQL's client programs: " + e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new RefusedException(name + " failed: " + said.strip());
        }
    }
}
