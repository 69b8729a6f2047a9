package io.omnihub.media;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What visitors may upload on a day: each of them, all of one address, and all of one site. Shared by all nodes.
public final class UploadQuotas {

    /// So many rows of earlier days go with each upload, which makes three at most.
    private static final int PIECE = 100;

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Database database;
    private final UploadProperties properties;
    private final Clock clock;

    UploadQuotas(Database database, UploadProperties properties, Clock clock) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /// Counts bytes before they come.
    ///
    /// @param by      a visitor
    /// @param site    of the visitor's
    /// @param address from where
    /// @throws QuotaException where that would be too much for today
    public Reserved reserve(Uploader by, String site, String address, long bytes) {
        long day = clock.millis() / DAY_MILLIS;
        List<Share> shares = List.of(
                new Share(by.who(), properties.dailyPerVisitor().toBytes()),
                new Share("address " + address, properties.dailyPerAddress().toBytes()),
                new Share("site " + site, properties.dailyPerSite().toBytes()));
        Reserved reserved = new Reserved(by, day, shares, bytes);
        database.write(Tenants.of(by.tenant()), tx -> {
            tx.sql().sql("""
                            delete from upload_day where (tenant, day, who) in (
                              select tenant, day, who from upload_day where tenant = ? and day < ? limit ?)""").params(by.tenant().value(), day - 1, PIECE).update();
            for (Share share : shares) {
                long used = tx.sql()
                        .sql("""
                                insert into upload_day (tenant, day, who, bytes) values (?, ?, ?, ?)
                                on conflict (tenant, day, who) do update
                                set bytes = upload_day.bytes + excluded.bytes returning bytes""")
                        .params(by.tenant().value(), day, share.who(), bytes)
                        .query(Long.class)
                        .single();
                if (used > share.most()) {
                    throw new QuotaException(Duration.ofMillis((day + 1) * DAY_MILLIS - clock.millis()));
                }
            }
            return shares.size();
        });
        return reserved;
    }

    private record Share(String who, long most) {}

    /// What was counted for one upload.
    public final class Reserved {

        private final Uploader by;
        private final long day;
        private final List<Share> shares;
        private final long bytes;

        private Reserved(Uploader by, long day, List<Share> shares, long bytes) {
            this.by = by;
            this.day = day;
            this.shares = shares;
            this.bytes = bytes;
        }

        /// Gives back what did not come.
        ///
        /// @param kept bytes that did
        public void settle(long kept) {
            if (kept == bytes) {
                return;
            }
            database.write(Tenants.of(by.tenant()), tx -> {
                for (Share share : shares) {
                    tx.sql()
                            .sql("update upload_day set bytes = bytes - ? where tenant = ? and day = ? and who = ?")
                            .params(bytes - kept, by.tenant().value(), day, share.who())
                            .update();
                }
                return shares.size();
            });
        }
    }
}
