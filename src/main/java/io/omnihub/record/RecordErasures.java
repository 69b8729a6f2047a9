package io.omnihub.record;

import io.omnihub.channel.Inboxes;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Erases records for good: one, those of a contact, or all of a source; with their history, and with the cards that
/// conversations were told.
///
/// What the hub took before stays away, also where it still waits in the queue or is replayed; what is told afterwards
/// is another record. There may be millions, so they are erased in pieces by a loop, which also looks again a minute
/// later for what was under way. Each node may run it.
final class RecordErasures {

    private static final int AT_ONCE = 100;

    /// What is under way is stored, or told, by then.
    static final Duration UNDER_WAY = Duration.ofMinutes(1);

    /// So long nothing comes back that was taken before.
    private static final Duration KEPT = Duration.ofDays(90);

    private final Database database;
    private final Inboxes inboxes;
    private final ErasedCards cards;
    private final AuditLog audit;
    private final Clock clock;
    private volatile Runnable wake = () -> {};

    RecordErasures(Database database, Inboxes inboxes, ErasedCards cards, AuditLog audit, Clock clock) {
        this.database = database;
        this.inboxes = inboxes;
        this.cards = cards;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param waker is called when there is something to erase
    void wakes(Runnable waker) {
        wake = waker;
    }

    /// Erases one.
    ///
    /// @return whether there was such a record
    boolean one(TenantId tenant, InboxId source, String type, String key, String who) {
        String id = Told.id(tenant, source, type, key);
        audit.append(tenant, new AuditNote(who, AuditAction.RECORD_ERASED, source + "/" + type + "/" + id));
        int erased = database.write(Tenants.of(tenant), tx -> {
            RecordErasure.lock(tx, database.kind());
            // Now that nobody else can write it; another node's clock may be somewhat ahead.
            long now = clock.millis();
            long last = Math.clamp(receivedAt(tx, id), now, now + UNDER_WAY.toMillis());
            order(tx, ErasureOrder.one(tenant, source, type, id, last));
            return RecordErasure.remove(tx, List.of(id));
        });
        database.purge();
        wake.run();
        return erased > 0;
    }

    private static long receivedAt(Transaction tx, String id) {
        return tx.sql()
                .sql("select received_at from record where id = ?")
                .param(id)
                .query((row, _) -> row.getLong(1))
                .optional()
                .orElse(0L);
    }

    /// Has all erased that name whoever is known so, soon.
    ///
    /// @param contact as the audit names whose they are
    void naming(TenantId tenant, String contact, Collection<KnownBy> known, String who) {
        audit.append(tenant, new AuditNote(who, AuditAction.RECORDS_ERASED, "contact/" + contact));
        database.write(Tenants.of(tenant), tx -> {
            RecordErasure.lock(tx, database.kind());
            long now = clock.millis();
            known.forEach(each -> order(tx, ErasureOrder.naming(tenant, each, now)));
            return true;
        });
        wake.run();
    }

    /// Has all of a source erased, soon.
    ///
    /// @param type empty for all types
    void all(TenantId tenant, InboxId source, String type, String who) {
        audit.append(
                tenant,
                new AuditNote(who, AuditAction.RECORDS_ERASED, type.isEmpty() ? source.value() : source + "/" + type));
        database.write(Tenants.of(tenant), tx -> {
            RecordErasure.lock(tx, database.kind());
            order(tx, ErasureOrder.all(tenant, source, type, clock.millis()));
            return true;
        });
        wake.run();
    }

    /// Whether there is, or was, such a source.
    boolean isSource(TenantId tenant, InboxId source) {
        return inboxes.find(tenant, source).isPresent()
                || database.read(
                        Tenants.of(tenant),
                        tx -> tx.sql()
                                .sql("select id from record where tenant = ? and source = ? limit 1")
                                .params(tenant.value(), source.value())
                                .query((row, _) -> row.getString(1))
                                .optional()
                                .isPresent());
    }

    private static void order(Transaction tx, ErasureOrder order) {
        KnownBy named = order.named();
        var _ = tx.sql()
                .sql("""
                        insert into record_erasure (record, tenant, source, type, asked_at, due_at, kind, value)
                        values (?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''))
                        on conflict (record, tenant, source, type)
                        do update set asked_at = excluded.asked_at, due_at = excluded.due_at,
                                      kind = excluded.kind, value = excluded.value""")
                .params(
                        order.record(),
                        order.tenant().value(),
                        order.source(),
                        order.type(),
                        order.askedAt(),
                        order.askedAt(),
                        named == null ? "" : named.kind(),
                        named == null ? "" : named.value())
                .update();
    }

    /// Erases what there is to erase now.
    void step() {
        boolean any = false;
        for (List<ErasureOrder> due = due(); !due.isEmpty(); due = due()) {
            any = true;
            due.forEach(this::erase);
        }
        if (any) {
            database.purge();
        }
        cards.step();
    }

    private List<ErasureOrder> due() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                                select record, tenant, source, type, asked_at, kind, value from record_erasure
                                where due_at <= ? order by due_at limit ?""")
                        .params(clock.millis(), AT_ONCE)
                        .query((row, _) -> new ErasureOrder(
                                row.getString(1),
                                new TenantId(row.getString(2)),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getString(6) == null ? null : new KnownBy(row.getString(6), row.getString(7))))
                        .list());
    }

    private void erase(ErasureOrder order) {
        Instant begun = clock.instant();
        Pieces.all(database, (tx, most) -> {
            RecordErasure.lock(tx, database.kind());
            return RecordErasure.remove(tx, left(tx, order, most));
        });
        Instant again = Instant.ofEpochMilli(order.askedAt()).plus(UNDER_WAY);
        boolean isLast = !begun.isBefore(again);
        var _ = database.write(
                Tenants.of(order.tenant()),
                tx -> tx.sql()
                        .sql("update record_erasure set "
                                + (isLast
                                        ? "due_at = null, kind = null, value = null"
                                        : "due_at = asked_at + " + UNDER_WAY.toMillis())
                                + " where record = ? and tenant = ? and source = ? and type = ? and asked_at = ?")
                        .params(order.record(), order.tenant().value(), order.source(), order.type(), order.askedAt())
                        .update());
    }

    /// What the hub has taken of it since then stays.
    private static List<String> left(Transaction tx, ErasureOrder order, int most) {
        KnownBy named = order.named();
        if (named != null) {
            return tx.sql()
                    .sql("""
                            select record.id from record_identity own join record on record.id = own.record
                            where own.tenant = ? and own.kind = ? and own.value = ? and record.received_at <= ?
                            limit ?""")
                    .params(order.tenant().value(), named.kind(), named.value(), order.askedAt(), most)
                    .query((row, _) -> row.getString(1))
                    .list();
        }
        String which = order.isOne() ? " and id = :record" : order.type().isEmpty() ? "" : " and type = :type";
        return tx.sql()
                .sql("select id from record where tenant = :tenant and source = :source" + which
                        + " and received_at <= :askedAt limit :most")
                .param("tenant", order.tenant().value())
                .param("source", order.source())
                .param("record", order.record())
                .param("type", order.type())
                .param("askedAt", order.askedAt())
                .param("most", most)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// Forgets what was erased so long ago that nothing of it waits any more.
    void forget() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        Pieces.all(
                database, (tx, most) -> tx.sql().sql("""
                        delete from record_erasure where (record, tenant, source, type) in (
                          select record, tenant, source, type from record_erasure
                          where asked_at < ? and due_at is null order by asked_at limit ?)""").params(before, most).update());
    }
}
