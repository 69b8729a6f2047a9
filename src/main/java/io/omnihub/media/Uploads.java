package io.omnihub.media;

import io.omnihub.message.Media;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Remembers who uploaded what, so that each can send the own files only: to know a file's hash is not to own it.
public final class Uploads {

    /// Blobs that nothing refers to go after a day.
    static final Duration USABLE = Duration.ofHours(23);

    private final Database database;
    private final Duration ofVisitors;
    private final Clock clock;

    /// @param ofVisitors how long a visitor's file waits for a message that names it
    Uploads(Database database, Duration ofVisitors, Clock clock) {
        this.database = database;
        this.ofVisitors = ofVisitors;
        this.clock = clock;
    }

    public void add(Uploader by, Media media) {
        database.write(
                Tenants.of(by.tenant()),
                tx -> tx.sql()
                        .sql("""
                        insert into upload_of (tenant, blob, created_by, visitor, content_type, size, created_at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (tenant, blob, created_by) do update
                        set created_at = excluded.created_at""")
                        .params(
                                by.tenant().value(),
                                media.blob(),
                                by.who(),
                                by.visitor() ? 1 : 0,
                                media.contentType(),
                                media.size(),
                                clock.millis())
                        .update());
    }

    /// What somebody uploaded under a hash, with what we know of it and the name that the sender gives it.
    Optional<Media> find(Uploader by, String blob, String fileName) {
        long oldest = clock.millis() - (by.visitor() ? ofVisitors : USABLE).toMillis();
        return database.read(
                Tenants.of(by.tenant()),
                tx -> tx.sql()
                        .sql("""
                                select content_type, size from upload_of
                                where tenant = ? and blob = ? and created_by = ? and created_at > ?""")
                        .params(by.tenant().value(), blob, by.who(), oldest)
                        .query((rows, _) -> Media.stored(blob, rows.getString(1), rows.getLong(2), fileName))
                        .optional());
    }
}
