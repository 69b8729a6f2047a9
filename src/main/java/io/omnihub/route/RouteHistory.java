package io.omnihub.route;

import io.omnihub.route.RouteVersion.What;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The versions of route files that were in operation, in the database, where every node finds them. Of each file the
/// newest are kept whole.
final class RouteHistory {

    /// So many of a file are told of, and may be gone back to.
    static final int KEPT = 200;

    /// Of so many a node whose folder is at an old one finds out that it is old.
    static final int KNOWN = 10_000;

    /// So many go at once, where there are more than these: each version that comes takes some with it.
    private static final int PIECE = 20;

    private static final int TRIES = 5;

    private final Database database;
    private final Clock clock;
    private final String node;

    /// @param node which one this is; empty where there can be no other
    RouteHistory(Database database, Clock clock, String node) {
        this.database = database;
        this.clock = clock;
        this.node = node;
    }

    /// A version that came into operation, or its end.
    ///
    /// @param hash empty, as the body is null, where the file is gone
    /// @param over what lay in the folder when somebody went back
    /// @param who  whose wish it was; of what is gone from a folder nobody's
    @SuppressWarnings("ArrayRecordComponent")
    record New(
            String file,
            String hash,
            byte @Nullable [] body,
            What what,
            @Nullable String over,
            String who) {

        /// Whether it is kept also where the last one is the same.
        boolean isWish() {
            return what == What.ROLLED_BACK || (what == What.GONE && !who.isEmpty());
        }
    }

    /// Keeps a version, unless it is the last one already, or the one from which somebody went back.
    void keep(New version) {
        keep(List.of(version));
    }

    /// The same of several: other nodes see all of them or none.
    void keep(List<New> versions) {
        // All nodes in one order, so that they wait for each other and not in a circle.
        List<New> ordered =
                versions.stream().sorted(Comparator.comparing(New::file)).toList();
        if (ordered.isEmpty()) {
            return;
        }
        for (int tries = 1; ; tries++) {
            try {
                database.write(Tenants.ALL, tx -> {
                    ordered.forEach(version -> keep(tx, version));
                    return true;
                });
                return;
            } catch (TakenException e) {
                if (tries == TRIES) {
                    throw new IllegalStateException(
                            "Other nodes keep versions of " + e.getMessage() + " all the time", e);
                }
            }
        }
    }

    private void keep(Transaction tx, New version) {
        // The number is of the same look: where another node keeps one in between, it is taken already.
        Optional<Kept> last = kept(tx, version.file());
        if (!version.isWish()
                && last.filter(kept -> version.hash().equals(kept.folder())).isPresent()) {
            return;
        }
        long number = last.map(Kept::number).orElse(0L) + 1;
        forget(tx, version.file(), number);
        List<@Nullable Object> values = Arrays.asList(
                version.file(),
                number,
                version.hash(),
                version.body(),
                version.what().stored(),
                version.over(),
                version.who(),
                clock.millis(),
                node);
        int kept = tx.sql()
                .sql("insert into route_version (file, number, hash, body, what, over_hash, who, at, node)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (file, number) do nothing")
                .params(values)
                .update();
        if (kept == 0) {
            throw new TakenException(version.file());
        }
    }

    /// The number of a version is another node's, so nothing of these is kept yet.
    private static final class TakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TakenException(String file) {
            super(file, null, false, false);
        }
    }

    /// Of those before the newest ones the bodies go, and of those long before all.
    private static void forget(Transaction tx, String file, long newest) {
        tx.sql().sql("""
                        update route_version set body = null where file = ? and number in
                          (select number from route_version where file = ? and number <= ? and body is not null
                           order by number desc limit ?)""").params(file, file, newest - KEPT, PIECE).update();
        tx.sql().sql("""
                        delete from route_version where file = ? and number in
                          (select number from route_version where file = ? and number <= ?
                           order by number limit ?)""").params(file, file, newest - KNOWN, PIECE).update();
    }

    private static Optional<Kept> kept(Transaction tx, String file) {
        return tx.sql()
                .sql("select number, what, hash, over_hash from route_version where file = ?"
                        + " order by number desc limit 1")
                .params(file)
                .query((row, _) -> new Kept(
                        row.getLong(1),
                        What.of(row.getString(2)) == What.ROLLED_BACK ? row.getString(4) : row.getString(3)))
                .optional();
    }

    /// The newest of a file, the very newest first.
    List<RouteVersion> versions(String file) {
        return database.read(Tenants.ALL, tx -> versions(tx, file, KEPT));
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

    /// Whether a file was like this before it had the version of that number.
    boolean knew(String file, String hash, long number) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select 1 from route_version where file = ? and hash = ? and number < ? limit 1")
                        .params(file, hash, number)
                        .query((row, _) -> row.getInt(1))
                        .optional()
                        .isPresent());
    }

    /// Of each file the last version.
    Map<String, Last> last() {
        Map<String, Last> last = new HashMap<>();
        database.read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("""
                                    select file, hash, what, over_hash, who, number, node,
                                      case when what = 'rolled-back' then body end
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
                                                row.getLong(6),
                                                row.getString(7),
                                                row.getBytes(8))))
                                .list())
                .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        return last;
    }

    /// @param folder what lay in the folder then
    private record Kept(long number, @Nullable String folder) {}

    /// Which node this is; empty where there can be no other.
    String node() {
        return node;
    }

    /// @param over what lay in the folder when somebody went back
    /// @param node which one brought it; empty where nobody knows
    /// @param body of what was gone back to
    @SuppressWarnings("ArrayRecordComponent")
    record Last(
            String hash,
            What what,
            @Nullable String over,
            String who,
            long number,
            String node,
            byte @Nullable [] body) {

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
