package io.omnihub.backup;

import io.omnihub.control.CommandSettings;
import io.omnihub.control.ControlClient;
import io.omnihub.control.RefusedException;
import io.omnihub.store.DatabaseProperties;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/// `omnihub backup <folder>` and `omnihub restore <folder>`, with settings behind them as at a start.
public final class BackupCommand {

    static final String BACKUP = "backup";
    private static final String RESTORE = "restore";

    private BackupCommand() {}

    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && (arguments[0].equals(BACKUP) || arguments[0].equals(RESTORE));
    }

    /// Does what the first argument says.
    ///
    /// @return the exit status
    public static int run(PrintStream out, PrintStream errors, String... arguments) {
        CommandSettings settings = CommandSettings.of(arguments);
        if (settings.words().size() < 2) {
            errors.println("omnihub " + arguments[0] + " <folder>: the folder is missing");
            return 2;
        }
        Path folder = Path.of(settings.words().get(1)).toAbsolutePath().normalize();
        Path data = settings.folder("omnihub.data", "./data");
        Path keys = settings.folder("omnihub.keys.folder", "./keys");
        try {
            out.println(
                    arguments[0].equals(BACKUP)
                            ? backup(folder, data)
                            : restore(folder, data, keys, database(settings)));
            return 0;
        } catch (RefusedException | IllegalStateException e) {
            errors.println("No " + arguments[0] + ": " + e.getMessage());
        } catch (IOException e) {
            errors.println("No " + arguments[0] + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            errors.println("No " + arguments[0] + ": it was interrupted");
        }
        return 1;
    }

    private static DatabaseProperties database(CommandSettings settings) {
        return new DatabaseProperties(
                settings.text("omnihub.database.url", ""),
                settings.text("omnihub.database.user", ""),
                settings.text("omnihub.database.password", ""),
                1,
                true);
    }

    private static String backup(Path folder, Path data) {
        try {
            return ControlClient.call(data, BACKUP + " " + folder);
        } catch (RefusedException e) {
            boolean unreachable = Objects.toString(e.getMessage(), "").startsWith("no hub runs");
            throw unreachable
                    ? new RefusedException(
                            e.getMessage() + ". Start it; or copy its folders of data and keys as they are")
                    : e;
        }
    }

    private static String restore(Path folder, Path data, Path keys, DatabaseProperties database)
            throws IOException, InterruptedException {
        BackupFolder backup = new BackupFolder(folder);
        Properties facts = backup.facts();
        boolean sqlite = Files.exists(backup.sqlite());
        if (sqlite != database.url().isEmpty()) {
            throw new RefusedException(
                    sqlite
                            ? "the backup is one of SQLite, and omnihub.database.url names another database"
                            : "the backup is one of PostgreSQL: name an empty database by omnihub.database.url");
        }
        BackupFolder.requireEmpty(data);
        for (Path key : keyFiles(backup)) {
            Path there = keys.resolve(key.getFileName());
            if (Files.exists(there) && Files.mismatch(key, there) >= 0) {
                throw new RefusedException(there + " is another key than the backup's: move it away first");
            }
        }
        if (!sqlite) {
            PostgresDump.requireReady(database);
        }
        int blobs = BackupFolder.copy(backup.blobs(), data.resolve("blobs"), _ -> true);
        BackupFolder.copy(backup.keys(), keys, key -> !Files.exists(keys.resolve(key.getFileName())));
        // Last: a hub that finds a database finds all that it refers to.
        if (sqlite) {
            BackupFolder.copy(folder, data, file -> file.equals(backup.sqlite()));
        } else {
            PostgresDump.restore(database, backup.dump());
        }
        return "The backup of " + facts.getProperty("began") + " is in "
                + (sqlite ? data.toString() : data + " and " + database.url()) + " (" + blobs
                + " files). Start the hub.";
    }

    private static List<Path> keyFiles(BackupFolder backup) throws IOException {
        if (!Files.isDirectory(backup.keys())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backup.keys())) {
            return files.toList();
        }
    }
}
