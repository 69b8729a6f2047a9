package io.omnihub.log;

import io.omnihub.message.Entry;
import io.omnihub.message.Raw;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Question;
import io.omnihub.store.RowStatement;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import io.omnihub.wire.ProtobufCodec;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Writes entries, under the lock of their partition. Used by the engine alone.
public final class LogAppender {

    private static final RowStatement ADD = RowStatement.insert(
            "entry",
            List.of("id", "tenant", "conversation", "sequence", "visibility", "kind", "stored_at", "body", "raw"));

    private static final RowStatement MOVE = RowStatement.update("partition", List.of("last_position"), "id");

    private static final RowStatement ERASE = RowStatement.update("entry", List.of("kind", "body", "raw"), "id");

    private final Database.Kind kind;

    public LogAppender(Database.Kind kind) {
        this.kind = kind;
    }

    /// Locks the partition until the end of the transaction and tells its last position. What a transaction begins
    /// with: whatever is read before may be overtaken by another node.
    ///
    /// @param partitions into how many the log is divided, as far as the caller knows. Where there are more, asking
    ///                   throws a [DatabaseUnavailableException]: what would be written may belong elsewhere
    /// @return no position where the partition must be begun
    public Question<OptionalLong> lock(int partition, int partitions) {
        return new Question<>(
                "select last_position, partitions from partition where id = ?" + kind.forUpdate(),
                List.of(partition),
                rows -> {
                    if (!rows.next()) {
                        return OptionalLong.empty();
                    }
                    if (rows.getInt(2) > partitions) {
                        throw new DatabaseUnavailableException(
                                "the log was divided into " + rows.getInt(2) + " partitions, and this node knows of "
                                        + partitions + ": start it again with omnihub.partitions=" + rows.getInt(2),
                                null);
                    }
                    return OptionalLong.of(rows.getLong(1));
                });
    }

    /// Begins a partition that was not there when it was to be locked.
    public long begin(Transaction tx, int partition, int partitions) throws SQLException {
        tx.sql()
                .sql("insert into partition (id, last_position) values (?, 0) on conflict (id) do nothing")
                .param(partition)
                .update();
        Question<OptionalLong> lock = lock(partition, partitions);
        return lock.ask(tx.prepare(lock.sql())).orElseThrow();
    }

    /// Appends entries, whose positions follow the one that [#lock] told, and moves the partition on.
    public void append(Writes writes, int partition, List<NewEntry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        writes.add(ADD, entries, (row, added) -> {
            Entry entry = added.entry();
            row.number(EntryId.of(partition, entry.position()));
            row.text(entry.tenant().value());
            row.text(entry.conversation().value());
            row.number(entry.sequence());
            row.number(entry.visibility().ordinal());
            row.text(entry.kind().publicName());
            row.number(entry.storedAt().toEpochMilli());
            row.bytes(ProtobufCodec.encode(entry));
            row.bytes(added.raw() == null ? null : added.raw().bytes());
        });
        writes.add(MOVE, List.of(entries.getLast().entry().position()), (row, position) -> {
            row.number(position);
            row.number(partition);
        });
    }

    /// Overwrites entries in place, and forgets the bytes they were received as. Positions and sequences stay.
    ///
    /// @param erased what is left of them
    public void erase(Writes writes, Collection<Entry> erased) throws SQLException {
        writes.add(ERASE, erased, (row, entry) -> {
            row.text(entry.kind().publicName());
            row.bytes(ProtobufCodec.encode(entry));
            row.bytes(null);
            row.number(EntryId.of(entry.partition(), entry.position()));
        });
    }

    /// An entry to be written, with the bytes it was received as.
    public record NewEntry(Entry entry, @Nullable Raw raw) {}
}
