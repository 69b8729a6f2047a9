package io.omnihub.record;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.TenantId;
import io.omnihub.store.Transaction;
import io.omnihub.wire.RecordJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads records, their history, and whose they are.
final class Records {

    /// A person who is known by more is no person.
    private static final int MOST_KNOWN_BY = 100;

    private static final String COLUMNS = "id, source, changes, body, created_at, changed_at";

    /// All by which the business systems know whoever is known so: a record of the type `customer` that names one of
    /// them names others.
    List<KnownBy> more(Transaction tx, TenantId tenant, Collection<KnownBy> known) {
        Set<KnownBy> all = new LinkedHashSet<>(known);
        if (known.isEmpty()) {
            return List.of();
        }
        List<Object> params = params(tenant, known);
        params.addFirst(BusinessRecord.CUSTOMER);
        params.add(MOST_KNOWN_BY);
        all.addAll(tx.sql()
                .sql("""
                        select distinct other.kind, other.value from record_identity own
                        join record on record.id = own.record and record.type = ?
                        join record_identity other on other.record = own.record
                        where own.tenant = ? and (own.kind, own.value) in (values %s) limit ?""".formatted(places(known)))
                .params(params)
                .query((row, _) -> new KnownBy(row.getString(1), row.getString(2)))
                .list());
        return List.copyOf(all);
    }

    /// The records of whoever is known so, the last changed first.
    ///
    /// @param after the place after which to begin; null to begin with the first
    List<Kept> of(Transaction tx, TenantId tenant, Collection<KnownBy> known, @Nullable Mark after, int limit) {
        if (known.isEmpty()) {
            return List.of();
        }
        List<Object> params = params(tenant, known);
        params.add(tenant.value());
        if (after != null) {
            long at = after.changedAt().toEpochMilli();
            params.addAll(List.of(at, at, after.id()));
        }
        params.add(limit);
        // SQLite keeps to the order of a cross join: it would go through all of the tenant's records otherwise.
        return tx.sql()
                .sql("select " + COLUMNS + " from (select distinct record from record_identity"
                        + " where tenant = ? and (kind, value) in (values " + places(known) + ")) own"
                        + " cross join record where record.id = own.record and record.tenant = ?"
                        + (after == null ? "" : " and (changed_at < ? or (changed_at = ? and id < ?))")
                        + " order by changed_at desc, id desc limit ?")
                .params(params)
                .query((row, _) -> read(row))
                .list();
    }

    Optional<Kept> find(Transaction tx, TenantId tenant, String id) {
        return tx.sql()
                .sql("select " + COLUMNS + " from record where tenant = ? and id = ?")
                .params(tenant.value(), id)
                .query((row, _) -> read(row))
                .optional();
    }

    /// What a record has been, the newest version first.
    List<Past> history(Transaction tx, TenantId tenant, String id) {
        return tx.sql()
                .sql("""
                        select number, body, at from record_change where tenant = ? and record = ?
                        order by version desc, number desc""")
                .params(tenant.value(), id)
                .query((row, _) -> past(row))
                .list();
    }

    /// What a record was after one of its changes; empty where it is not kept, or no more.
    Optional<Past> change(Transaction tx, TenantId tenant, String id, long number) {
        return tx.sql()
                .sql("select number, body, at from record_change where tenant = ? and record = ? and number = ?")
                .params(tenant.value(), id, number)
                .query((row, _) -> past(row))
                .optional();
    }

    private static Past past(ResultSet row) throws SQLException {
        return new Past(row.getLong(1), RecordJson.decode(row.getBytes(2)), Instant.ofEpochMilli(row.getLong(3)));
    }

    private static Kept read(ResultSet row) throws SQLException {
        return new Kept(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                RecordJson.decode(row.getBytes(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)));
    }

    private static List<Object> params(TenantId tenant, Collection<KnownBy> known) {
        List<Object> params = new ArrayList<>(List.of(tenant.value()));
        known.forEach(each -> params.addAll(List.of(each.kind(), each.value())));
        return params;
    }

    private static String places(Collection<KnownBy> known) {
        return String.join(", ", Collections.nCopies(known.size(), "(?, ?)"));
    }

    /// A record as it stands.
    ///
    /// @param changes how many there were
    record Kept(String id, String source, long changes, BusinessRecord record, Instant createdAt, Instant changedAt) {

        /// The same as it was then.
        Kept as(Past past) {
            return new Kept(id, source, changes, past.record, createdAt, past.at);
        }

        /// The same with what one of its versions says.
        Kept as(BusinessRecord version) {
            return new Kept(id, source, changes, version, createdAt, changedAt);
        }
    }

    /// What it was.
    record Past(long number, BusinessRecord record, Instant at) {}

    /// A place in a list.
    record Mark(Instant changedAt, String id) {}
}
