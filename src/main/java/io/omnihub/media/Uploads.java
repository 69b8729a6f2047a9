package io.omnihub.media;

import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Remembers which tenant uploaded what, so that a tenant can send its own files only: to know a file's hash is not to
/// own it.
public final class Uploads {

    /// Blobs that nothing refers to go after a day.
    static final Duration USABLE = Duration.ofHours(23);

    private final Database database;
    private final Clock clock;

    Uploads(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// @param by who uploaded it
    public void add(TenantId tenant, String by, Media media) {
        database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                        insert into upload (tenant, blob, content_type, size, created_by, created_at)
                        values (?, ?, ?, ?, ?, ?) on conflict (tenant, blob) do update
                        set created_by = excluded.created_by, created_at = excluded.created_at""")
                        .params(tenant.value(), media.blob(), media.contentType(), media.size(), by, clock.millis())
                        .update());
    }

    /// What a tenant uploaded under a hash, with what we know of it and the name that the sender gives it.
    public Optional<Media> find(TenantId tenant, String blob, String fileName) {
        long oldest = clock.millis() - USABLE.toMillis();
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("select content_type, size from upload where tenant = ? and blob = ? and created_at > ?")
                        .params(tenant.value(), blob, oldest)
                        .query((rows, _) -> Media.stored(blob, rows.getString(1), rows.getLong(2), fileName))
                        .optional());
    }
}
