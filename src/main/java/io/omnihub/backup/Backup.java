package io.omnihub.backup;

import io.omnihub.buffer.Backlog;
import io.omnihub.control.RefusedException;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// Copies what a running hub has, so that whatever it had acknowledged when the backup began is in the copy: first the
/// buffer's events of until then are stored, then the database is copied as it is at one moment, then the files that it
/// refers to, then the keys.
final class Backup {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Database database;
    private final DatabaseProperties properties;
    private final Backlog backlog;
    private final AuditLog audit;
    private final Path data;
    private final Path keys;
    private final Clock clock;
    private final ReentrantLock one = new ReentrantLock();

    Backup(
            Database database,
            DatabaseProperties properties,
            Backlog backlog,
            AuditLog audit,
            Path data,
            Path keys,
            Clock clock) {
        this.database = database;
        this.properties = properties;
        this.backlog = backlog;
        this.audit = audit;
        this.data = data;
        this.keys = keys;
        this.clock = clock;
    }

    /// @param path of an empty folder, or one that is not there yet
    /// @return what was done, in a sentence
    /// @throws RefusedException where it can't be done
    String take(Path path) throws IOException, InterruptedException {
        if (!one.tryLock()) {
            throw new RefusedException("another backup is being made");
        }
        try {
            return copy(new BackupFolder(path));
        } finally {
            one.unlock();
        }
    }

    private String copy(BackupFolder folder) throws IOException, InterruptedException {
        folder.begin();
        Properties facts = new Properties();
        facts.setProperty("began", clock.instant().toString());
        facts.setProperty("database", database.kind().name());
        if (!backlog.awaitStored(PATIENCE)) {
            throw new RefusedException("events in the buffer wait for the database; is it reached? Try again later");
        }
        String target = folder.path().toString();
        audit.append(TenantId.DEFAULT, new AuditNote("", AuditAction.BACKUP_TAKEN, target));
        switch (database.kind()) {
            case SQLITE -> {
                database.copyTo(folder.sqlite());
                RestoredSqlite.prepare(folder.sqlite());
            }
            case POSTGRESQL -> PostgresDump.take(properties, folder.dump());
        }
        int blobs = BackupFolder.copy(data.resolve("blobs"), folder.blobs(), Backup::isBlob);
        int keyFiles = BackupFolder.copy(keys, folder.keys(), Backup::isKey);
        facts.setProperty("blobs", Integer.toString(blobs));
        facts.setProperty("keys", Integer.toString(keyFiles));
        folder.finish(facts);
        return "The backup is in " + folder.path() + ": the database, " + blobs + " files, "
                + (keyFiles == 0
                        ? "and no key, which stands in omnihub.keys.secret"
                        : "and the key; keep that apart from the rest");
    }

    private static boolean isBlob(Path file) {
        return HASH.matcher(file.getFileName().toString()).matches();
    }

    private static boolean isKey(Path file) {
        return file.getFileName().toString().endsWith(".key");
    }
}
