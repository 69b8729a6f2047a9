package io.omnihub.backup;

import io.omnihub.control.RefusedException;
import io.omnihub.store.DatabaseProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.stream.Collectors;

/// Calls PostgreSQL's own programs: `pg_dump`, which sees one moment of the database while others write,
/// `pg_restore` and `psql`.
final class PostgresDump {

    private static final String TENANTS = "-c omnihub.tenants=*";

    private PostgresDump() {}

    /// @throws RefusedException where it is missing or fails
    static void take(DatabaseProperties properties, Path file) throws IOException, InterruptedException {
        call(
                properties,
                onto(
                        properties,
                        "pg_dump",
                        "--format=custom",
                        "--no-owner",
                        // As what it is, the hub's role sees rows only through the policies.
                        "--enable-row-security",
                        "--file=" + file));
    }

    /// @throws RefusedException where nothing could be put back: before anything is touched
    static void requireReady(DatabaseProperties properties) throws IOException, InterruptedException {
        requireEmpty(properties);
        call(properties, List.of("pg_restore", "--version"));
        call(properties, List.of("psql", "--version"));
    }

    /// Puts it into an empty database and marks it as one that was put back, in one transaction: all or nothing.
    ///
    /// @throws RefusedException where something is in there already, or it can't be done
    static void restore(DatabaseProperties properties, Path file) throws IOException, InterruptedException {
        requireEmpty(properties);
        Path said = Files.createTempFile("omnihub-restore", ".log");
        try {
            Redirect end = Redirect.appendTo(said.toFile());
            Process dump = start(builder(
                            properties,
                            List.of("pg_restore", "--no-owner", "--exit-on-error", "--file=-", file.toString()))
                    .redirectError(end));
            Process database = start(builder(
                            properties,
                            onto(
                                    properties,
                                    "psql",
                                    "--no-psqlrc",
                                    "--quiet",
                                    "--set=ON_ERROR_STOP=1",
                                    "--output=/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(end));
            boolean whole = hand(dump, database);
            if (database.waitFor() != 0 || !whole) {
                throw new RefusedException("pg_restore and psql failed, and nothing was put back: "
                        + Files.readString(said).strip());
            }
        } finally {
            Files.delete(said);
        }
    }

    /// Where this ends early, by whatever, the transaction does too.
    private static boolean hand(Process dump, Process database) throws InterruptedException {
        try (OutputStream statements = database.getOutputStream();
                InputStream dumped = dump.getInputStream()) {
            statements.write("begin;\n".getBytes(StandardCharsets.UTF_8));
            dumped.transferTo(statements);
            if (dump.waitFor() != 0) {
                return false;
            }
            // The dump has turned both off.
            String end = "reset search_path;\nset row_security = on;\n"
                    + RestoredMarks.statements(true).stream()
                            .map(statement -> statement + ";\n")
                            .collect(Collectors.joining())
                    + "commit;\n";
            statements.write(end.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException _) {
            // psql has ended, and has said why.
            return false;
        } finally {
            dump.destroy();
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

    private static void call(DatabaseProperties properties, List<String> command)
            throws IOException, InterruptedException {
        Process process = start(builder(properties, command).redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new RefusedException(command.getFirst() + " failed: " + said.strip());
        }
    }

    /// A program with the options that lead it to the database.
    private static List<String> onto(DatabaseProperties properties, String program, String... options) {
        URI server = URI.create(properties.url().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of(
                program,
                "--host=" + server.getHost(),
                "--port=" + (server.getPort() < 0 ? 5432 : server.getPort()),
                "--dbname=" + server.getPath().substring(1)));
        command.addAll(List.of(options));
        return command;
    }

    private static ProcessBuilder builder(DatabaseProperties properties, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of("PGUSER", properties.user(), "PGPASSWORD", properties.password(), "PGOPTIONS", TENANTS));
        return builder;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new RefusedException(
                    builder.command().getFirst() + " can't be started; install PostgreSQL's client programs: " + e);
        }
    }
}
