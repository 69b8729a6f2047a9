package io.omnihub.record;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What was erased, and when, as the records of one batch are met by it.
final class RecordErasure {

    private static final int AT_ONCE = 64;

    /// Any number that nobody else takes.
    private static final String LOCK = "select pg_advisory_xact_lock(7302916459)";

    private static final String ANY = "select 1 from record_erasure where due_at is not null union all"
            + " select 1 from record_erasure where asked_at >= ? limit 1";

    private static final String SELECT = "select record, tenant, source, type, asked_at from record_erasure"
            + " where record in (''" + ", ?".repeat(AT_ONCE) + ") and (due_at is not null or asked_at >= ?)";

    private final List<ErasureOrder> orders = new ArrayList<>();

    private RecordErasure() {}

    /// Whatever concerns these, in a transaction that holds the [lock][#lock(Transaction, Database.Kind)].
    ///
    /// @param standing by what their contacts are known so far, by the records' ids
    static RecordErasure of(Transaction tx, Collection<Told> all, Map<String, String> standing) throws SQLException {
        RecordErasure erasure = new RecordErasure();
        long since = all.stream()
                .mapToLong(told -> told.receivedAt().toEpochMilli())
                .min()
                .orElse(Long.MAX_VALUE);
        if (isAny(tx, since)) {
            Iterator<String> left = all.stream()
                    .flatMap(told -> Stream.of(
                                    List.of(told.id()),
                                    ErasureOrder.prints(told.tenant(), told.knownBy()),
                                    ErasureOrder.prints(told.tenant(), standing.getOrDefault(told.id(), "")))
                            .flatMap(List::stream))
                    .distinct()
                    .iterator();
            while (left.hasNext()) {
                erasure.read(tx, since, left);
            }
        }
        return erasure;
    }

    private static boolean isAny(Transaction tx, long since) throws SQLException {
        PreparedStatement any = tx.prepare(ANY);
        any.setLong(1, since);
        try (ResultSet rows = any.executeQuery()) {
            return rows.next();
        }
    }

    private void read(Transaction tx, long since, Iterator<String> records) throws SQLException {
        PreparedStatement select = tx.prepare(SELECT);
        String last = records.next();
        for (int i = 0; i < AT_ONCE; i++) {
            select.setString(i + 1, last);
            last = records.hasNext() && i < AT_ONCE - 1 ? records.next() : last;
        }
        select.setLong(AT_ONCE + 1, since);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                orders.add(new ErasureOrder(
                        rows.getString(1),
                        new TenantId(rows.getString(2)),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getLong(5),
                        null));
            }
        }
    }

    /// Up to when all that the hub took of a record was erased; empty where nothing was.
    ///
    /// @param knownBy by what the contact was known
    OptionalLong upTo(Told told, String knownBy) {
        if (orders.isEmpty()) {
            return OptionalLong.empty();
        }
        List<String> prints = ErasureOrder.prints(told.tenant(), knownBy);
        return orders.stream()
                .filter(order -> order.isOf(told, prints))
                .mapToLong(ErasureOrder::askedAt)
                .max();
    }

    /// Removes records with all that was kept of them. The cards that came of them are marked, to be erased in their
    /// conversations: after what is still to be told is gone, so that whoever decides just now where to tell it has
    /// noted that, or finds nothing any more.
    ///
    /// @return how many there were
    static int remove(Transaction tx, Collection<String> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        delete(tx, "record_notice", ids);
        var _ = tx.sql()
                .sql("update record_card set erased_at = 0 where erased_at is null and record in (:ids)")
                .param("ids", ids)
                .update();
        return forget(tx, ids);
    }

    /// Removes records with all that was kept of them, but for what conversations were told.
    static int forget(Transaction tx, Collection<String> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        List.of("record_notice", "record_identity", "record_change").forEach(table -> delete(tx, table, ids));
        return tx.sql()
                .sql("delete from record where id in (:ids)")
                .param("ids", ids)
                .update();
    }

    private static void delete(Transaction tx, String table, Collection<String> ids) {
        var _ = tx.sql()
                .sql("delete from " + table + " where record in (:ids)")
                .param("ids", ids)
                .update();
    }

    /// Has whoever writes records wait for the end of this transaction: of one that nobody has seen yet there is no row
    /// that two could lock.
    static void lock(Transaction tx, Database.Kind kind) throws SQLException {
        if (kind == Database.Kind.POSTGRESQL) {
            tx.prepare(LOCK).execute();
        }
    }
}
