package io.omnihub.log;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Named readers' positions. A reader whose effect is in the database moves its cursor in the same transaction; one
/// with effects outside holds a lease, and each move demands the epoch that the lease was given with.
public final class Cursors {

    private final Database database;
    private final Clock clock;

    public Cursors(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Locks a cursor for the transaction, making it where it is missing.
    ///
    /// @param start where a new cursor begins: 0 reads everything that there is
    /// @return its position
    public long lock(Transaction tx, String name, int partition, long start) {
        Optional<Long> position = find(tx, name, partition);
        if (position.isPresent()) {
            return position.get();
        }
        long begin = Math.max(start, LogPruner.prunedTo(tx, partition));
        tx.sql().sql("""
                        insert into cursor (name, partition, position, owner, until, epoch) values (?, ?, ?, '', 0, 0)
                        on conflict (name, partition) do nothing""").params(name, partition, begin).update();
        return find(tx, name, partition).orElseThrow();
    }

    private Optional<Long> find(Transaction tx, String name, int partition) {
        return tx.sql()
                .sql("select position from cursor where name = ? and partition = ?"
                        + database.kind().forUpdate())
                .params(name, partition)
                .query(Long.class)
                .optional();
    }

    /// Whether a reader has read, in every partition, all that was stored before a time.
    public boolean hasReadUntil(Transaction tx, String name, Instant time) {
        return tx.sql()
                .sql("""
                        select e.id from partition p
                          left join cursor c on c.partition = p.id and c.name = ?
                          join entry e on e.id = cast(p.id as bigint) * ? + coalesce(c.position, 0) + 1
                        where e.stored_at < ?""")
                .params(name, EntryId.PARTITION, time.toEpochMilli())
                .query(Long.class)
                .list()
                .isEmpty();
    }

    /// Moves a cursor that this transaction has locked.
    public void move(Transaction tx, String name, int partition, long position) {
        tx.sql()
                .sql("update cursor set position = ? where name = ? and partition = ?")
                .params(position, name, partition)
                .update();
    }

    /// Takes or renews the lease of a cursor.
    ///
    /// @return the lease, or nothing while another owner has it
    public Optional<Lease> lease(String name, int partition, long start, String owner, Duration length) {
        return database.write(Tenants.ALL, tx -> {
            long position = lock(tx, name, partition, start);
            Lease current = tx.sql()
                    .sql("select owner, until, epoch from cursor where name = ? and partition = ?")
                    .params(name, partition)
                    .query((rows, _) ->
                            new Lease(name, partition, position, rows.getString(1), rows.getLong(2), rows.getLong(3)))
                    .single();
            long now = clock.millis();
            boolean mine = current.owner().equals(owner);
            if (!mine && current.until() > now) {
                return Optional.empty();
            }
            // A lease that was lost and taken again is another one: what the old one still does must not count.
            long epoch = mine && current.until() > now ? current.epoch() : current.epoch() + 1;
            Lease lease = new Lease(name, partition, position, owner, now + length.toMillis(), epoch);
            tx.sql()
                    .sql("update cursor set owner = ?, until = ?, epoch = ? where name = ? and partition = ?")
                    .params(owner, lease.until(), epoch, name, partition)
                    .update();
            return Optional.of(lease);
        });
    }

    /// Moves a leased cursor.
    ///
    /// @return whether the lease still held; if not, nothing was moved and the owner must stop
    public boolean move(Lease lease, long position) {
        return database.write(
                Tenants.ALL,
                tx -> tx.sql()
                                .sql("""
                                update cursor set position = ?
                                where name = ? and partition = ? and owner = ? and epoch = ?""")
                                .params(position, lease.name(), lease.partition(), lease.owner(), lease.epoch())
                                .update()
                        == 1);
    }

    /// Gives a lease back, so that another node need not wait for its end.
    public void release(Lease lease) {
        database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("update cursor set until = 0 where name = ? and partition = ? and owner = ? and epoch = ?")
                        .params(lease.name(), lease.partition(), lease.owner(), lease.epoch())
                        .update());
    }

    /// Where all cursors are.
    public List<Place> places() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                        select c.name, c.partition, c.position, p.last_position, p.pruned_to
                        from cursor c join partition p on p.id = c.partition order by c.name, c.partition""")
                        .query((row, _) -> new Place(
                                row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                        .list());
    }

    /// Sets a cursor to any position; whoever follows it goes on from there.
    public void reset(String name, int partition, long position) {
        database.write(Tenants.ALL, tx -> {
            lock(tx, name, partition, position);
            return tx.sql()
                    .sql(
                            "update cursor set position = ?, epoch = epoch + 1, until = 0 where name = ? and partition = ?")
                    .params(position, name, partition)
                    .update();
        });
    }

    /// Forgets a reader, unless somebody reads as it just now: entries need not be kept for it any more.
    ///
    /// @param told what is done in the same transaction
    /// @return whether there was one, and nobody did
    public boolean forget(String name, Consumer<Transaction> told) {
        return database.write(Tenants.ALL, tx -> {
            boolean read = tx
                    .sql()
                    .sql("select until from cursor where name = ?"
                            + database.kind().forUpdate())
                    .params(name)
                    .query((row, _) -> row.getLong(1))
                    .stream()
                    .anyMatch(until -> until > clock.millis());
            if (read
                    || tx.sql()
                                    .sql("delete from cursor where name = ?")
                                    .param(name)
                                    .update()
                            == 0) {
                return false;
            }
            told.accept(tx);
            return true;
        });
    }

    /// How far a reader is in a partition.
    ///
    /// @param last     the last position that there is
    /// @param prunedTo entries up to here are gone
    public record Place(String name, int partition, long position, long last, long prunedTo) {

        /// How many entries it has before it.
        public long lag() {
            return Math.max(0, last - position);
        }
    }

    /// The right to act on entries after a position until a time.
    ///
    /// @param until milliseconds since 1970
    /// @param epoch grows each time the lease changes hands
    public record Lease(String name, int partition, long position, String owner, long until, long epoch) {}
}
