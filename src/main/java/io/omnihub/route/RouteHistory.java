package io.omnihub.route;

import io.omnihub.route.RouteVersion.What;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All versions of route files that were in operation, in the database, where every node finds them.
final class RouteHistory {

    /// So many are told of.
    private static final int MOST = 1_000;

    private final Database database;
    private final Clock clock;

    RouteHistory(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Keeps a version, unless it is the last one already.
    ///
    /// @param hash empty, as the body is null, where the file is gone
    void keep(String file, String hash, byte @Nullable [] body, What what, @Nullable String over, String who) {
        var _ = database.write(Tenants.ALL, tx -> {
            Optional<RouteVersion> last = versions(tx, file, 1).stream().findFirst();
            boolean known = last.filter(version -> version.hash().equals(hash) && version.what() != What.ROLLED_BACK)
                    .isPresent();
            if (known && what != What.ROLLED_BACK) {
                return 0;
            }
            List<@Nullable Object> values = Arrays.asList(
                    file,
                    last.map(RouteVersion::number).orElse(0L) + 1,
                    hash,
                    body,
                    what.stored(),
                    over,
                    who,
                    clock.millis());
            // Another node may be doing the same.
            return tx.sql()
                    .sql("insert into route_version (file, number, hash, body, what, over_hash, who, at)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (file, number) do nothing")
                    .params(values)
                    .update();
        });
    }

    /// All of a file, the newest first.
    List<RouteVersion> versions(String file) {
        return database.read(Tenants.ALL, tx -> versions(tx, file, MOST));
    }

    private static List<RouteVersion> versions(Transaction tx, String file, int most) {
        return tx.sql()
                .sql("select number, hash, what, who, at from route_version where file = ? order by number desc"
                        + " limit ?")
                .params(file, most)
                .query((row, _) -> new RouteVersion(
                        file,
                        row.getLong(1),
                        row.getString(2),
                        What.of(row.getString(3)),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5))))
                .list();
    }

    Optional<byte[]> body(String file, long number) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select body from route_version where file = ? and number = ? and body is not null")
                        .params(file, number)
                        .query((row, _) -> row.getBytes(1))
                        .optional());
    }

    /// Of each file the last hash, and whether somebody went back to it.
    Map<String, Last> last() {
        Map<String, Last> last = new HashMap<>();
        database.read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("""
                                    select file, hash, what, over_hash, who, case when what = 'rolled-back' then body end
                                    from route_version v
                                    where number = (select max(number) from route_version where file = v.file)\
                                    """)
                                .query((row, _) -> Map.entry(
                                        row.getString(1),
                                        new Last(
                                                row.getString(2),
                                                What.of(row.getString(3)),
                                                row.getString(4),
                                                row.getString(5),
                                                row.getBytes(6))))
                                .list())
                .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        return last;
    }

    /// @param over what lay in the folder when somebody went back
    /// @param body of what was gone back to
    @SuppressWarnings("ArrayRecordComponent")
    record Last(String hash, What what, @Nullable String over, String who, byte @Nullable [] body) {

        /// What the folder held.
        String folder() {
            return what == What.ROLLED_BACK && over != null ? over : hash;
        }

        /// Whether it holds in spite of what lies in the folder.
        boolean holds(String folder) {
            return what == What.ROLLED_BACK && folder.equals(over);
        }
    }
}
