package io.omnihub.record;

import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.BusinessRecord.Tell;
import io.omnihub.store.Database;
import io.omnihub.store.RowStatement;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Records that are stored in one transaction: an older version never overwrites a newer one, and what is known already
/// changes nothing.
final class RecordBatch {

    /// Records looked up by one statement; every statement with another number of them must be prepared anew.
    private static final int AT_ONCE = 64;

    /// So many changes of a record are kept.
    private static final int MOST_CHANGES = 100;

    private static final String SELECT =
            "select id, version, digest, known_by, changes, created_at, received_at from record" + " where id in ("
                    + "?, ".repeat(AT_ONCE - 1) + "?) order by id";

    private static final String KNOWN =
            "select 1 from record_change where record = ? and (version = ? or ? = 1) and digest = ? limit 1";

    private static final RowStatement RECORD = RowStatement.insert(
                    "record",
                    List.of(
                            "id",
                            "tenant",
                            "source",
                            "type",
                            "\"key\"",
                            "version",
                            "digest",
                            "known_by",
                            "changes",
                            "body",
                            "created_at",
                            "changed_at",
                            "received_at"))
            .orUpdate("id", List.of("version", "digest", "known_by", "changes", "body", "changed_at", "received_at"));

    /// A version that brings nothing new, and changes that came late.
    private static final RowStatement COUNT =
            RowStatement.update("record", List.of("version", "changes", "received_at"), "id");

    private static final RowStatement CHANGE = RowStatement.insert(
                    "record_change", List.of("record", "number", "tenant", "version", "digest", "body", "at"))
            .orUpdate("record, number", List.of("version", "digest", "body", "at"));

    private static final RowStatement NOTICE = RowStatement.insert(
                    "record_notice", List.of("record", "number", "tenant", "position", "body"))
            .orUpdate("record, number", List.of("body"));

    private static final String LAST_NOTICE = "select coalesce(max(position), 0) from record_notice";

    private static final RowStatement FORGET_CHANGES = new RowStatement(
            "delete from record_change where record = ? and number <= ?",
            "delete from record_change c using unnest(?, ?) as r (record, number)"
                    + " where c.record = r.record and c.number <= r.number");

    private static final RowStatement FORGET_IDENTITIES = new RowStatement(
            "delete from record_identity where record = ?",
            "delete from record_identity i using unnest(?) as r (record) where i.record = r.record");

    private static final RowStatement IDENTITY = identity();

    private final Transaction tx;
    private final Map<String, Standing> standing = new HashMap<>();
    private final Map<String, Told> changed = new LinkedHashMap<>();
    private final Set<String> counted = new LinkedHashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Change> notices = new ArrayList<>();

    private RecordBatch(Transaction tx) {
        this.tx = tx;
    }

    /// Stores records in this order.
    ///
    /// @return what became of each
    static List<Result> store(Transaction tx, Database.Kind kind, List<Told> all) throws SQLException {
        // Another node that lost the queue while it wrote must have ended.
        RecordErasure.lock(tx, kind);
        RecordBatch batch = new RecordBatch(tx);
        batch.lookUp(all);
        RecordErasure erasure = RecordErasure.of(tx, all, batch.knownBy());
        batch.removeErased(all, erasure);
        List<Result> results = new ArrayList<>();
        for (Told told : all) {
            results.add(batch.take(told, erasure));
        }
        batch.write();
        return results;
    }

    /// What became of something told.
    enum Result {
        /// The record is so now.
        CHANGED,
        /// It is older than what is known, and stands in the history.
        LATE,
        /// It was known.
        KNOWN,
        /// The hub took it before somebody had it erased.
        ERASED
    }

    private void lookUp(Collection<Told> all) throws SQLException {
        Iterator<String> left = all.stream().map(Told::id).distinct().sorted().iterator();
        while (left.hasNext()) {
            PreparedStatement select = tx.prepare(SELECT);
            String last = left.next();
            for (int i = 0; i < AT_ONCE; i++) {
                select.setString(i + 1, last);
                // A short last round repeats its last one, so that the statement stays the same.
                last = left.hasNext() && i < AT_ONCE - 1 ? left.next() : last;
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    standing.put(
                            rows.getString(1),
                            new Standing(
                                    rows.getLong(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getLong(5),
                                    rows.getLong(6),
                                    rows.getLong(7)));
                }
            }
        }
    }

    /// What is told of a record after it was erased makes another one, also where its rows are not gone yet.
    private void removeErased(List<Told> all, RecordErasure erasure) {
        Set<String> gone = new LinkedHashSet<>();
        for (Told told : all) {
            Standing now = standing.get(told.id());
            if (now != null && isErased(now.receivedAt, erasure.upTo(told, Objects.toString(now.stored, "")))) {
                gone.add(told.id());
            }
        }
        standing.keySet().removeAll(gone);
        var _ = RecordErasure.remove(tx, gone);
    }

    private static boolean isErased(long receivedAt, OptionalLong upTo) {
        return upTo.isPresent() && receivedAt <= upTo.getAsLong();
    }

    private Map<String, String> knownBy() {
        Map<String, String> known = new HashMap<>();
        standing.forEach((id, now) -> known.put(id, Objects.toString(now.stored, "")));
        return known;
    }

    private Result take(Told told, RecordErasure erasure) throws SQLException {
        if (isErased(received(told), erasure.upTo(told, told.knownBy()))) {
            return Result.ERASED;
        }
        Standing now = standing.get(told.id());
        if (now == null) {
            change(
                    told,
                    new Standing(
                            told.version(), told.digest(), null, 1, told.at().toEpochMilli(), received(told)));
            return Result.CHANGED;
        }
        if (told.digest().equals(now.digest)) {
            if (told.version() > now.version) {
                standing.put(told.id(), now.newer(told));
                counted.add(told.id());
            }
            return Result.KNOWN;
        }
        if ((told.version() <= now.version || told.isCountedByEvents()) && isKnown(told)) {
            return Result.KNOWN;
        }
        if (told.version() < now.version && !told.isOrderedByArrival()) {
            Standing more = now.withChange(told);
            standing.put(told.id(), more);
            counted.add(told.id());
            changes.add(new Change(told, more.changes));
            return Result.LATE;
        }
        change(told, now.becoming(told));
        return Result.CHANGED;
    }

    private void change(Told told, Standing next) {
        standing.put(told.id(), next);
        changed.put(told.id(), told);
        Change change = new Change(told, next.changes);
        changes.add(change);
        if (told.record().tell() != Tell.NOBODY) {
            notices.add(change);
        }
    }

    private boolean isKnown(Told told) throws SQLException {
        for (Change change : changes) {
            Told other = change.told;
            if (other.id().equals(told.id())
                    && (other.version() == told.version() || told.isCountedByEvents())
                    && other.digest().equals(told.digest())) {
                return true;
            }
        }
        PreparedStatement select = tx.prepare(KNOWN);
        select.setString(1, told.id());
        select.setLong(2, told.version());
        select.setInt(3, told.isCountedByEvents() ? 1 : 0);
        select.setString(4, told.digest());
        try (ResultSet rows = select.executeQuery()) {
            return rows.next();
        }
    }

    private void write() throws SQLException {
        Writes writes = tx.writes();
        writes.add(RECORD, changed.values(), this::bind);
        counted.removeAll(changed.keySet());
        writes.add(COUNT, counted, (row, id) -> {
            Standing now = standing(id);
            row.number(now.version);
            row.number(now.changes);
            row.number(now.receivedAt);
            row.text(id);
        });
        writes.add(CHANGE, changes, (row, change) -> {
            row.text(change.told.id());
            row.number(change.number);
            row.text(change.told.tenant().value());
            row.number(change.told.version());
            row.text(change.told.digest());
            row.bytes(change.told.body());
            row.number(change.told.at().toEpochMilli());
        });
        AtomicLong position = new AtomicLong(notices.isEmpty() ? 0 : lastNotice());
        writes.add(NOTICE, notices, (row, change) -> {
            row.text(change.told.id());
            row.number(change.number);
            row.text(change.told.tenant().value());
            row.number(position.incrementAndGet());
            row.bytes(change.told.body());
        });
        List<Change> full =
                changes.stream().filter(change -> change.number > MOST_CHANGES).toList();
        writes.add(FORGET_CHANGES, full, (row, change) -> {
            row.text(change.told.id());
            row.number(change.number - MOST_CHANGES);
        });
        writeIdentities(writes);
        writes.send();
    }

    private long lastNotice() throws SQLException {
        try (ResultSet rows = tx.prepare(LAST_NOTICE).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private void writeIdentities(Writes writes) throws SQLException {
        List<Told> others = changed.values().stream()
                .filter(told -> !told.knownBy().equals(standing(told.id()).stored))
                .toList();
        List<String> before = others.stream()
                .map(Told::id)
                .filter(id -> standing(id).stored != null)
                .toList();
        writes.add(FORGET_IDENTITIES, before, Writes.Row::text);
        List<Identity> identities = new ArrayList<>();
        others.forEach(told -> told.contacts().forEach(known -> identities.add(new Identity(told, known))));
        writes.add(IDENTITY, identities, (row, identity) -> {
            row.text(identity.told.tenant().value());
            row.text(identity.known.kind());
            row.text(identity.known.value());
            row.text(identity.told.id());
        });
    }

    private void bind(Writes.Row row, Told told) throws SQLException {
        Standing now = standing(told.id());
        row.text(told.id());
        row.text(told.tenant().value());
        row.text(told.source().value());
        row.text(told.record().type());
        row.text(told.record().key());
        row.number(now.version);
        row.text(told.digest());
        row.text(told.knownBy());
        row.number(now.changes);
        row.bytes(told.body());
        row.number(now.createdAt);
        row.number(told.at().toEpochMilli());
        row.number(now.receivedAt);
    }

    private static long received(Told told) {
        return told.receivedAt().toEpochMilli();
    }

    private Standing standing(String id) {
        Standing found = standing.get(id);
        if (found == null) {
            throw new IllegalStateException("a record that was not looked up");
        }
        return found;
    }

    private static RowStatement identity() {
        RowStatement insert = RowStatement.insert("record_identity", List.of("tenant", "kind", "value", "record"));
        return new RowStatement(insert.each() + " on conflict do nothing", insert.all() + " on conflict do nothing");
    }

    /// How a record stands, with what of this batch was applied to it.
    ///
    /// @param stored     by what its contact was known before this batch; null where there was no such record
    /// @param receivedAt when the hub took the last of what it is made of
    private record Standing(
            long version, String digest, @Nullable String stored, long changes, long createdAt, long receivedAt) {

        Standing newer(Told told) {
            return new Standing(told.version(), digest, stored, changes, createdAt, after(told));
        }

        Standing withChange(Told told) {
            return new Standing(version, digest, stored, changes + 1, createdAt, after(told));
        }

        Standing becoming(Told told) {
            return new Standing(
                    Math.max(version, told.version()), told.digest(), stored, changes + 1, createdAt, after(told));
        }

        private long after(Told told) {
            return Math.max(receivedAt, received(told));
        }
    }

    private record Change(Told told, long number) {}

    private record Identity(Told told, KnownBy known) {}
}
