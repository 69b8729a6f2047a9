package io.omnihub.record;

import io.omnihub.store.Database;
import io.omnihub.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/// What was erased, and when, as the records of one batch are met by it.
final class RecordErasure {

    private static final int AT_ONCE = 64;

    private static final String ANY = "select 1 from record_erasure where due_at is not null or asked_at >= ? limit 1";

    private static final String SELECT = "select tenant, source, type, record, asked_at from record_erasure"
            + " where (due_at is not null or asked_at >= ?) and record in (''" + ", ?".repeat(AT_ONCE) + ")";

    /// Any number that nobody else takes.
    private static final String LOCK = "select pg_advisory_xact_lock(7302916459)";

    private final List<Order> orders = new ArrayList<>();

    private RecordErasure() {}

    /// Whatever concerns these; to be asked when their rows are locked.
    static RecordErasure of(Transaction tx, Collection<Told> all) throws SQLException {
        RecordErasure erasure = new RecordErasure();
        long since = all.stream()
                .mapToLong(told -> told.receivedAt().toEpochMilli())
                .min()
                .orElse(Long.MAX_VALUE);
        if (isAny(tx, since)) {
            Iterator<String> left = all.stream().map(Told::id).distinct().iterator();
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

    private void read(Transaction tx, long since, Iterator<String> ids) throws SQLException {
        PreparedStatement select = tx.prepare(SELECT);
        select.setLong(1, since);
        String last = ids.next();
        for (int i = 0; i < AT_ONCE; i++) {
            select.setString(i + 2, last);
            last = ids.hasNext() && i < AT_ONCE - 1 ? ids.next() : last;
        }
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                orders.add(new Order(
                        rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4), rows.getLong(5)));
            }
        }
    }

    /// Up to when all that the hub took of a record was erased; 0 where nothing was.
    long upTo(Told told) {
        return orders.stream()
                .filter(order -> order.isOf(told))
                .mapToLong(Order::askedAt)
                .max()
                .orElse(0);
    }

    /// Removes records with all that was kept of them. The cards that came of them are marked, to be erased in their
    /// conversations.
    ///
    /// @return how many there were
    static int remove(Transaction tx, Collection<String> ids, long now) {
        if (ids.isEmpty()) {
            return 0;
        }
        var _ = tx.sql()
                .sql("update record_card set erased_at = :now where erased_at is null and record in (:ids)")
                .param("now", now)
                .param("ids", ids)
                .update();
        return forget(tx, ids);
    }

    /// Removes records with all that was kept of them, but for what conversations were told.
    static int forget(Transaction tx, Collection<String> ids) {
        for (String table : List.of("record_notice", "record_identity", "record_change")) {
            var _ = tx.sql()
                    .sql("delete from " + table + " where record in (:ids)")
                    .param("ids", ids)
                    .update();
        }
        return tx.sql()
                .sql("delete from record where id in (:ids)")
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

    private record Order(String tenant, String source, String type, String record, long askedAt) {

        boolean isOf(Told told) {
            return tenant.equals(told.tenant().value())
                    && (record.isEmpty()
                            ? source.equals(told.source().value())
                                    && (type.isEmpty()
                                            || type.equals(told.record().type()))
                            : record.equals(told.id()));
        }
    }
}
