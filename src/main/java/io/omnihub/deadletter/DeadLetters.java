package io.omnihub.deadletter;

import io.omnihub.message.TenantId;
import io.omnihub.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps dead letters.
public final class DeadLetters {

    private static final String COLUMNS =
            "id, tenant, channel, inbox, route, reason, kind, \"key\", content_type, body, replay_to, created_at, replayed_at";

    /// Adds a dead letter; one that is there already stays, and counts as not replayed again.
    public void add(Transaction tx, DeadLetter letter) {
        tx.sql()
                .sql("insert into dead_letter (" + COLUMNS + """
                        ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)
                        on conflict (tenant, inbox, route, "key") do update
                        set reason = excluded.reason, replayed_at = null""")
                .params(
                        letter.id(),
                        letter.tenant().value(),
                        letter.channel(),
                        letter.inbox(),
                        letter.route(),
                        letter.reason(),
                        letter.kind().name(),
                        letter.key(),
                        letter.contentType(),
                        letter.body(),
                        letter.replayTo(),
                        letter.createdAt().toEpochMilli())
                .update();
    }

    /// The newest dead letters of a tenant, before one of them in that order.
    ///
    /// @param beforeMillis creation time of the last one seen, `Long.MAX_VALUE` to begin at the newest
    /// @param beforeId     id of the last one seen, empty to begin
    public List<DeadLetter> list(Transaction tx, TenantId tenant, long beforeMillis, String beforeId, int limit) {
        return tx.sql()
                .sql("select " + COLUMNS + """
                         from dead_letter
                        where tenant = ? and (created_at < ? or (created_at = ? and id < ?))
                        order by created_at desc, id desc limit ?""")
                .params(tenant.value(), beforeMillis, beforeMillis, beforeId, limit)
                .query(DeadLetters::read)
                .list();
    }

    /// The ids of those of a tenant that nobody has had processed again, oldest first.
    ///
    /// @param route only those that it gave up; empty for all
    /// @param from  when the first may have been given up
    /// @param until before when the last must have been
    public List<String> waiting(Transaction tx, TenantId tenant, String route, Instant from, Instant until, int limit) {
        return tx.sql()
                .sql("""
                        select id from dead_letter
                        where tenant = ? and replayed_at is null and created_at >= ? and created_at < ?
                          and (? = '' or route = ?)
                        order by created_at, id limit ?""")
                .params(tenant.value(), from.toEpochMilli(), until.toEpochMilli(), route, route, limit)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// What the engine gave up of a key, the newest first.
    public List<DeadLetter> ofEvent(Transaction tx, TenantId tenant, String key, int limit) {
        String begin = key + "#";
        return tx.sql()
                .sql("select " + COLUMNS + """
                         from dead_letter where tenant = ? and route = 'engine' and substr("key", 1, ?) = ?
                        order by created_at desc limit ?""")
                .params(tenant.value(), begin.length(), begin, limit)
                .query(DeadLetters::read)
                .list();
    }

    public Optional<DeadLetter> find(Transaction tx, TenantId tenant, String id) {
        return tx.sql()
                .sql("select " + COLUMNS + " from dead_letter where tenant = ? and id = ?")
                .params(tenant.value(), id)
                .query(DeadLetters::read)
                .optional();
    }

    /// Removes one for good. Its key stays, so what comes again under it is dropped.
    ///
    /// @return whether there was such a one
    public boolean discard(Transaction tx, TenantId tenant, String id) {
        return tx.sql()
                        .sql("delete from dead_letter where tenant = ? and id = ?")
                        .params(tenant.value(), id)
                        .update()
                == 1;
    }

    /// Notes that a person has had it processed again.
    public void markReplayed(Transaction tx, TenantId tenant, String id, Instant now) {
        tx.sql()
                .sql("update dead_letter set replayed_at = ? where tenant = ? and id = ?")
                .params(now.toEpochMilli(), tenant.value(), id)
                .update();
    }

    private static DeadLetter read(ResultSet rows, int number) throws SQLException {
        long replayedAt = rows.getLong(13);
        return new DeadLetter(
                rows.getString(1),
                new TenantId(rows.getString(2)),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                DeadLetter.Kind.of(rows.getString(7)),
                rows.getString(8),
                rows.getString(9),
                rows.getBytes(10),
                rows.getString(11),
                Instant.ofEpochMilli(rows.getLong(12)),
                replayedAt == 0 ? null : Instant.ofEpochMilli(replayedAt));
    }
}
