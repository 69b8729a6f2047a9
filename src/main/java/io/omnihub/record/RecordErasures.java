package io.omnihub.record;

import io.omnihub.channel.Inboxes;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.log.InboundKey;
import io.omnihub.log.InboundKeys;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.Command;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Erases records for good: one, those of a contact, or all of a source; with their history, and with the cards that
/// conversations were told.
///
/// What the hub took before stays away, also where it still waits in the queue or is replayed; what is told afterwards
/// is another record. A source may have millions, so those are erased in pieces by a loop, which also looks again a
/// minute later for what was under way, and erases the cards. Each node may run it.
final class RecordErasures {

    private static final int AT_ONCE = 100;

    /// What is under way is stored, or told, by then.
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    /// So long nothing comes back that was taken before.
    private static final Duration KEPT = Duration.ofDays(90);

    private final Database database;
    private final Inboxes inboxes;
    private final Conversations conversations;
    private final Commands commands;
    private final AuditLog audit;
    private final Clock clock;
    private final InboundKeys keys = new InboundKeys();
    private volatile Runnable wake = () -> {};

    RecordErasures(
            Database database,
            Inboxes inboxes,
            Conversations conversations,
            Commands commands,
            AuditLog audit,
            Clock clock) {
        this.database = database;
        this.inboxes = inboxes;
        this.conversations = conversations;
        this.commands = commands;
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
            // Now that nobody else can write it.
            long now = clock.millis();
            order(tx, new Order(tenant, source.value(), type, id, now));
            return RecordErasure.remove(tx, List.of(id), now);
        });
        end();
        return erased > 0;
    }

    /// Erases those of whoever is known so.
    ///
    /// @param contact as the audit names whose they are
    /// @return how many there were
    int of(TenantId tenant, String contact, Collection<KnownBy> known, String who) {
        audit.append(tenant, new AuditNote(who, AuditAction.RECORDS_ERASED, "contact/" + contact));
        Instant begun = clock.instant();
        int all = 0;
        int some = AT_ONCE;
        while (some == AT_ONCE && !known.isEmpty()) {
            some = database.write(Tenants.of(tenant), tx -> eraseSome(tx, tenant, known, begun));
            all += some;
        }
        end();
        return all;
    }

    private int eraseSome(Transaction tx, TenantId tenant, Collection<KnownBy> known, Instant begun)
            throws SQLException {
        RecordErasure.lock(tx, database.kind());
        List<Order> found = Records.named(tx, tenant, known, begun, AT_ONCE).stream()
                .map(each -> new Order(tenant, each.source(), each.type(), each.id(), 0))
                .toList();
        long now = clock.millis();
        found.forEach(order -> order(tx, order.at(now)));
        return RecordErasure.remove(tx, found.stream().map(Order::record).toList(), now);
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
            order(tx, new Order(tenant, source.value(), type, "", clock.millis()));
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

    private void end() {
        database.purge();
        wake.run();
    }

    private static void order(Transaction tx, Order order) {
        var _ = tx.sql()
                .sql("""
                        insert into record_erasure (tenant, source, type, record, asked_at, due_at)
                        values (?, ?, ?, ?, ?, ?) on conflict (tenant, source, type, record)
                        do update set asked_at = excluded.asked_at, due_at = excluded.due_at""")
                .params(order.tenant.value(), order.source, order.type, order.record, order.askedAt, order.askedAt)
                .update();
    }

    /// Erases what there is to erase now.
    void step() {
        boolean any = false;
        for (List<Order> due = due(); !due.isEmpty(); due = due()) {
            any = true;
            due.forEach(this::erase);
        }
        Card last = null;
        for (List<Card> cards = cards(last); !cards.isEmpty(); cards = cards(last)) {
            cards.forEach(this::erase);
            last = cards.getLast();
        }
        if (any) {
            database.purge();
        }
        forget();
    }

    private List<Order> due() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                                select tenant, source, type, record, asked_at from record_erasure
                                where due_at <= ? order by due_at limit ?""")
                        .params(clock.millis(), AT_ONCE)
                        .query((row, _) -> new Order(
                                new TenantId(row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5)))
                        .list());
    }

    private void erase(Order order) {
        Instant begun = clock.instant();
        Pieces.all(database, (tx, most) -> {
            RecordErasure.lock(tx, database.kind());
            List<String> ids = left(tx, order, most);
            return RecordErasure.remove(tx, ids, clock.millis());
        });
        Instant last = Instant.ofEpochMilli(order.askedAt).plus(UNDER_WAY);
        var _ = database.write(
                Tenants.of(order.tenant),
                tx -> tx.sql()
                        .sql("""
                                update record_erasure set due_at = nullif(?, 0)
                                where tenant = ? and source = ? and type = ? and record = ? and asked_at = ?""")
                        .params(
                                begun.isBefore(last) ? last.toEpochMilli() : 0,
                                order.tenant.value(),
                                order.source,
                                order.type,
                                order.record,
                                order.askedAt)
                        .update());
    }

    /// What the hub has taken of it since then stays.
    private List<String> left(Transaction tx, Order order, int most) {
        boolean isOne = !order.record.isEmpty();
        var select = tx.sql()
                .sql("select id from record where tenant = :tenant and source = :source"
                        + (order.type.isEmpty() ? "" : " and type = :type") + (isOne ? " and id = :record" : "")
                        + " and received_at <= :at limit :most")
                .param("tenant", order.tenant.value())
                .param("source", order.source)
                .param("at", order.askedAt)
                .param("most", most);
        select = order.type.isEmpty() ? select : select.param("type", order.type);
        select = isOne ? select.param("record", order.record) : select;
        return select.query((row, _) -> row.getString(1)).list();
    }

    private List<Card> cards(@Nullable Card after) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                                select tenant, record, told_as, conversation, erased_at from record_card
                                where erased_at is not null and (record, told_as) > (?, ?)
                                order by record, told_as limit ?""")
                        .params(after == null ? "" : after.record, after == null ? "" : after.toldAs, AT_ONCE)
                        .query((row, _) -> new Card(
                                new TenantId(row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                new ConversationId(row.getString(4)),
                                Instant.ofEpochMilli(row.getLong(5))))
                        .list());
    }

    /// One that was under way when its record was erased may come yet.
    private void erase(Card card) {
        Conversation conversation =
                conversations.find(card.tenant, card.conversation).orElse(null);
        InboundKey told = conversation == null ? null : told(conversation, card);
        InboundKey.Made made = told == null ? null : told.made();
        if (conversation != null && made != null) {
            String key = Keys.event("record-erased:" + card.record + "@" + card.toldAs);
            var _ = Commands.await(commands.tell(conversation, key, new Command.Erase(made.sequence())));
        }
        if (made != null || card.erasedAt.plus(UNDER_WAY).isBefore(clock.instant())) {
            var _ = database.write(
                    Tenants.of(card.tenant),
                    tx -> tx.sql()
                            .sql("delete from record_card where record = ? and told_as = ? and erased_at is not null")
                            .params(card.record, card.toldAs)
                            .update());
        }
    }

    private @Nullable InboundKey told(Conversation conversation, Card card) {
        InboundKey.Id id =
                new InboundKey.Id(card.tenant, conversation.inbox(), RecordNotices.key(card.record, card.toldAs));
        return database.read(Tenants.of(card.tenant), tx -> keys.find(tx, List.of(id)))
                .get(id);
    }

    private void forget() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        Pieces.all(
                database, (tx, most) -> tx.sql().sql("""
                        delete from record_erasure where (tenant, source, type, record) in (
                          select tenant, source, type, record from record_erasure
                          where asked_at < ? and due_at is null order by asked_at limit ?)""").params(before, most).update());
    }

    /// That something be erased as it stood then.
    ///
    /// @param type   empty for all
    /// @param record empty for all of the source and type
    private record Order(TenantId tenant, String source, String type, String record, long askedAt) {

        Order at(long now) {
            return new Order(tenant, source, type, record, now);
        }
    }

    /// One that a conversation was told, and is to be told no more.
    private record Card(TenantId tenant, String record, String toldAs, ConversationId conversation, Instant erasedAt) {}
}
