package io.omnihub.conversation;

import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Forgets what nobody can refer to any more, in small pieces: after 30 days events that wait for a message which never
/// came, with their keys; and keys whose entry was pruned. The keys of dead letters stay with them. Each node may run
/// it.
final class KeySweep {

    private static final Duration KEPT = Duration.ofDays(30);
    static final Duration EVERY = Duration.ofMinutes(1);

    /// Of stored keys so many are looked at in a minute; in a day, seven millions.
    private static final int LOOKED_AT = 5_000;

    private final Database database;
    private final Clock clock;
    private Place place = Place.BEGINNING;

    KeySweep(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void sweep() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        Pieces.all(database, (tx, most) -> forgetWaiting(tx, before, most));
        Pieces.all(database, (tx, most) -> forgetWaitingKeys(tx, before, most));
        if (Pieces.upTo(LOOKED_AT, database, (tx, most) -> forgetPruned(tx, before, most))) {
            place = Place.BEGINNING;
        }
    }

    private static int forgetWaiting(Transaction tx, long before, int most) {
        return tx.sql().sql("""
                        delete from waiting where (tenant, inbox, external_id, "key") in
                          (select tenant, inbox, external_id, "key" from waiting where stored_at < ? limit ?)""").params(before, most).update();
    }

    /// State 1: it waits, or is waited for.
    private static int forgetWaitingKeys(Transaction tx, long before, int most) {
        return tx.sql().sql("""
                        delete from inbound_key where state = 1 and (tenant, inbox, "key") in
                          (select tenant, inbox, "key" from inbound_key where state = 1 and stored_at < ? limit ?)""").params(before, most).update();
    }

    /// @return how many keys were looked at
    private int forgetPruned(Transaction tx, long before, int most) {
        boolean anyPruned = tx.sql()
                .sql("select 1 from partition where pruned_to > 0 limit 1")
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!anyPruned) {
            return 0;
        }
        List<Place> looked = tx.sql()
                .sql("""
                        select tenant, inbox, "key" from inbound_key
                        where (tenant, inbox, "key") > (?, ?, ?) order by tenant, inbox, "key" limit ?""")
                .params(place.tenant(), place.inbox(), place.key(), most)
                .query((rows, _) -> new Place(rows.getString(1), rows.getString(2), rows.getString(3)))
                .list();
        if (looked.isEmpty()) {
            return 0;
        }
        Place last = looked.getLast();
        tx.sql()
                .sql("""
                        delete from inbound_key
                        where (tenant, inbox, "key") > (?, ?, ?) and (tenant, inbox, "key") <= (?, ?, ?)
                          and state = 0 and stored_at < ?
                          and exists (select 1 from conversation c join partition p on p.id = c.partition
                                      where c.number = inbound_key.conversation
                                        and p.pruned_to >= inbound_key.position)""")
                .params(place.tenant(), place.inbox(), place.key(), last.tenant(), last.inbox(), last.key(), before)
                .update();
        place = last;
        return looked.size();
    }

    /// A key, as far as which all were looked at.
    private record Place(String tenant, String inbox, String key) {

        private static final Place BEGINNING = new Place("", "", "");
    }
}
