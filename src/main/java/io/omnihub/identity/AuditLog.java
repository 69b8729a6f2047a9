package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps for each tenant what its administrators and logins did, for ever: a chain of rows, of which each holds the
/// hash of the one before it. The head's row is locked while one is added, so that the chain never forks.
public final class AuditLog {

    private static final String SELECT =
            "select tenant, number, at, who, what, target, details, previous, hash from audit where tenant = ? ";
    private static final int HASH_BYTES = 32;

    private final Database database;
    private final Clock clock;

    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Adds a row in a transaction of its own.
    public void append(TenantId tenant, AuditNote note) {
        database.write(Tenants.of(tenant), tx -> {
            append(tx, tenant, note);
            return true;
        });
    }

    /// Adds a row in the transaction of what it tells. Tenants' chains wait for each other only within one tenant; so
    /// this comes last in a transaction.
    public void append(Transaction tx, TenantId tenant, AuditNote note) {
        tx.sql()
                .sql("insert into audit_head (tenant, number, hash) values (?, 0, ?) on conflict (tenant) do nothing")
                .params(tenant.value(), new byte[HASH_BYTES])
                .update();
        Head head = head(tx, tenant, database.kind().forUpdate());
        Instant now = Instant.ofEpochMilli(clock.millis());
        AuditRow row = AuditRow.next(tenant, head.number() + 1, now, note, head.hash());
        tx.sql()
                .sql("""
                insert into audit (tenant, number, at, who, what, target, details, previous, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        tenant.value(),
                        row.number(),
                        row.at().toEpochMilli(),
                        row.who(),
                        row.what(),
                        row.target(),
                        row.details(),
                        row.previous(),
                        row.hash())
                .update();
        tx.sql()
                .sql("update audit_head set number = ?, hash = ? where tenant = ?")
                .params(row.number(), row.hash(), tenant.value())
                .update();
    }

    /// A tenant's rows before a number, the newest first.
    public List<AuditRow> list(TenantId tenant, long before, int limit) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + "and number < ? order by number desc limit ?")
                        .params(tenant.value(), before, limit)
                        .query(AuditLog::read)
                        .list());
    }

    /// Looks for the last row that tells one of these with such details, behind a number and among the newest so many.
    public Found last(
            TenantId tenant, Collection<AuditAction> actions, Map<String, String> details, long after, int most) {
        List<String> names = actions.stream().map(AuditAction::publicName).toList();
        return database.read(Tenants.of(tenant), tx -> {
            long end = head(tx, tenant, "").number();
            long begin = Math.max(after, end - most);
            Optional<AuditRow> row = begin >= end
                    ? Optional.empty()
                    : tx.sql()
                            .sql("""
                            select tenant, number, at, who, what, target, details, previous, hash from audit
                            where tenant = :tenant and number > :begin and number <= :end and what in (:names)
                              and details = :details
                            order by number desc limit 1""")
                            .param("tenant", tenant.value())
                            .param("begin", begin)
                            .param("end", end)
                            .param("names", names)
                            .param("details", AuditNote.json(details))
                            .query(AuditLog::read)
                            .optional();
            return new Found(end, row);
        });
    }

    /// Checks a tenant's whole chain.
    public AuditCheck.Result verify(TenantId tenant) {
        return new AuditCheck(this, tenant).run();
    }

    /// The rows after a number, in order.
    List<AuditRow> after(TenantId tenant, long number, int limit) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + "and number > ? order by number limit ?")
                        .params(tenant.value(), number, limit)
                        .query(AuditLog::read)
                        .list());
    }

    /// The end of the chain as it stands now.
    Head head(TenantId tenant) {
        return database.read(Tenants.of(tenant), tx -> head(tx, tenant, ""));
    }

    /// Whether there are rows beyond the end of the chain, which the hub has not written.
    boolean exceedsHead(TenantId tenant) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                                .sql("""
                        select count(*) from audit where tenant = ? and number > coalesce(
                          (select number from audit_head where tenant = ?), 0)""")
                                .params(tenant.value(), tenant.value())
                                .query(Long.class)
                                .single()
                        > 0);
    }

    private static Head head(Transaction tx, TenantId tenant, String lock) {
        return tx.sql()
                .sql("select number, hash from audit_head where tenant = ?" + lock)
                .param(tenant.value())
                .query((rows, _) -> new Head(rows.getLong(1), rows.getBytes(2)))
                .optional()
                .orElseGet(() -> new Head(0, new byte[HASH_BYTES]));
    }

    private static AuditRow read(ResultSet rows, int number) throws SQLException {
        return new AuditRow(
                new TenantId(rows.getString(1)),
                rows.getLong(2),
                Instant.ofEpochMilli(rows.getLong(3)),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getBytes(8),
                rows.getBytes(9));
    }

    /// What was looked for.
    ///
    /// @param end up to where was looked: the next time it is looked behind this
    /// @param row the last one
    public record Found(long end, Optional<AuditRow> row) {}

    /// The last row's number and hash.
    @SuppressWarnings("ArrayRecordComponent")
    record Head(long number, byte[] hash) {}
}
