package io.omnihub.conversation;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/// Forgets what nobody can refer to any more, in small pieces: after 30 days events that wait for a message which never
/// came, with their keys; and keys whose entry was pruned. The keys of dead letters stay with them. Each node may run
/// it.
final class KeySweep implements SmartLifecycle {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration EVERY = Duration.ofMinutes(1);

    /// Keeps a transaction on SQLite short: others wait for it.
    private static final int PIECE = 500;

    /// Of stored keys so many are looked at in a minute; in a day, seven millions.
    private static final int PIECES = 10;

    private final Database database;
    private final Clock clock;
    private final Loop loop;
    private Place place = Place.BEGINNING;

    KeySweep(Database database, Clock clock, Loops loops) {
        this.database = database;
        this.clock = clock;
        this.loop = loops.loop("key-sweep", this::sweep).every(EVERY);
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    void sweep() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        inPieces(tx -> forgetWaiting(tx, before));
        inPieces(tx -> forgetWaitingKeys(tx, before));
        for (int i = 0; i < PIECES; i++) {
            if (piece(tx -> forgetPruned(tx, before)) < PIECE) {
                place = Place.BEGINNING;
                return;
            }
        }
    }

    /// Other writers come between two pieces.
    private void inPieces(Transaction.Work<Integer> work) {
        int removed;
        do {
            removed = piece(work);
        } while (removed == PIECE);
    }

    private int piece(Transaction.Work<Integer> work) {
        return database.write(Tenants.ALL, work);
    }

    private static int forgetWaiting(Transaction tx, long before) {
        return tx.sql().sql("""
                        delete from waiting where (tenant, inbox, external_id, "key") in
                          (select tenant, inbox, external_id, "key" from waiting where stored_at < ? limit ?)""").params(before, PIECE).update();
    }

    /// State 1: it waits, or is waited for.
    private static int forgetWaitingKeys(Transaction tx, long before) {
        return tx.sql().sql("""
                        delete from inbound_key where state = 1 and (tenant, inbox, "key") in
                          (select tenant, inbox, "key" from inbound_key where state = 1 and stored_at < ? limit ?)""").params(before, PIECE).update();
    }

    /// @return how many keys were looked at
    private int forgetPruned(Transaction tx, long before) {
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
                .params(place.tenant(), place.inbox(), place.key(), PIECE)
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
