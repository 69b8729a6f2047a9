package io.omnihub.log;

import io.omnihub.message.Entry;
import io.omnihub.message.Raw;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Transaction;
import io.omnihub.wire.ProtobufCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes entries, under the lock of their partition. Used by the engine alone.
public final class LogAppender {

    private final Database.Kind kind;

    public LogAppender(Database.Kind kind) {
        this.kind = kind;
    }

    /// Locks the partition until the end of the transaction and tells its last position. To be called first: whatever
    /// is read before may be overtaken by another node.
    ///
    /// @param partitions into how many the log is divided, as far as the caller knows
    /// @throws DatabaseUnavailableException where it is divided into more: what would be written may belong
    public long lock(Transaction tx, int partition, int partitions) throws SQLException {
        PreparedStatement select =
                tx.prepare("select last_position, partitions from partition where id = ?" + kind.forUpdate());
        select.setInt(1, partition);
        try (ResultSet rows = select.executeQuery()) {
            if (rows.next()) {
                if (rows.getInt(2) > partitions) {
                    throw new DatabaseUnavailableException(
                            "the log was divided into " + rows.getInt(2) + " partitions, and this node knows of "
                                    + partitions + ": start it again with omnihub.partitions=" + rows.getInt(2),
                            null);
                }
                return rows.getLong(1);
            }
        }
        try (PreparedStatement insert = tx.connection()
                .prepareStatement(
                        "insert into partition (id, last_position) values (?, 0) on conflict (id) do nothing")) {
            insert.setInt(1, partition);
            insert.executeUpdate();
        }
        return lock(tx, partition, partitions);
    }

    /// Appends entries, whose positions follow the one that [#lock] told, and moves the partition on.
    public void append(Transaction tx, int partition, List<NewEntry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        PreparedStatement insert = tx.prepare("""
                        insert into entry (id, tenant, conversation, sequence, visibility, kind, stored_at, body, raw)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        for (NewEntry added : entries) {
            Entry entry = added.entry();
            insert.setLong(1, EntryId.of(partition, entry.position()));
            insert.setString(2, entry.tenant().value());
            insert.setString(3, entry.conversation().value());
            insert.setLong(4, entry.sequence());
            insert.setInt(5, entry.visibility().ordinal());
            insert.setString(6, entry.kind().publicName());
            insert.setLong(7, entry.storedAt().toEpochMilli());
            insert.setBytes(8, ProtobufCodec.encode(entry));
            insert.setBytes(9, added.raw() == null ? null : added.raw().bytes());
            insert.addBatch();
        }
        insert.executeBatch();
        PreparedStatement move = tx.prepare("update partition set last_position = ? where id = ?");
        move.setLong(1, entries.getLast().entry().position());
        move.setInt(2, partition);
        move.executeUpdate();
    }

    /// Overwrites entries in place, and forgets the bytes they were received as. Positions and sequences stay.
    ///
    /// @param erased what is left of them
    public void erase(Transaction tx, Collection<Entry> erased) throws SQLException {
        if (erased.isEmpty()) {
            return;
        }
        try (PreparedStatement update =
                tx.connection().prepareStatement("update entry set kind = ?, body = ?, raw = null where id = ?")) {
            for (Entry entry : erased) {
                update.setString(1, entry.kind().publicName());
                update.setBytes(2, ProtobufCodec.encode(entry));
                update.setLong(3, EntryId.of(entry.partition(), entry.position()));
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /// An entry to be written, with the bytes it was received as.
    public record NewEntry(Entry entry, @Nullable Raw raw) {}
}
