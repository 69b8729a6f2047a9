package io.omnihub.backup;

import io.omnihub.control.RefusedException;
import io.omnihub.store.DatabaseProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Calls PostgreSQL's own `pg_dump`, which sees one moment of the database while others write.
final class PostgresDump {

    private PostgresDump() {}

    /// @throws RefusedException where it is missing or fails
    static void take(DatabaseProperties properties, Path file) throws IOException, InterruptedException {
        URI server = URI.create(properties.url().substring("jdbc:".length()));
        ProcessBuilder dump = new ProcessBuilder(
                        "pg_dump",
                        "--format=custom",
                        "--no-owner",
                        // As what it is, the hub's role sees rows only through the policies.
                        "--enable-row-security",
                        "--host=" + server.getHost(),
                        "--port=" + (server.getPort() < 0 ? 5432 : server.getPort()),
                        "--dbname=" + server.getPath().substring(1),
                        "--file=" + file)
                .redirectErrorStream(true);
        dump.environment()
                .putAll(Map.of(
                        "PGUSER", properties.user(),
                        "PGPASSWORD", properties.password(),
                        "PGOPTIONS", "-c omnihub.tenants=*"));
        Process process;
        try {
            process = dump.start();
        } catch (IOException e) {
            throw new RefusedException("pg_dump can't be started; install PostgreSQL's client programs: " + e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new RefusedException("pg_dump failed: " + said.strip());
        }
    }
}
