package io.omnihub.log;

import io.omnihub.log.ConversationLog.Only;
import io.omnihub.log.LogCursor.Since;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads the log.
public final class LogReader {

    /// How many entries a last message is looked for before one that was erased.
    private static final int FAR_BACK = 50;

    private final Database database;

    public LogReader(Database database) {
        this.database = database;
    }

    /// The entries of a partition after a position, of all tenants, in order and without a gap.
    ///
    /// @throws PrunedException where the next one was removed; its message tells from where one can read
    public List<Entry> after(int partition, long position, int limit) {
        return database.read(Tenants.ALL, tx -> after(tx, partition, position, limit));
    }

    /// As [#after(int, long, int)], in a transaction of the caller's.
    public List<Entry> after(Transaction tx, int partition, long position, int limit) {
        List<Entry> entries = tx.sql()
                .sql("select body from entry where id > ? and id <= ? order by id limit ?")
                .params(EntryId.of(partition, position), EntryId.last(partition), limit)
                .query((rows, _) -> StoredEntry.read(rows.getBytes(1)))
                .list();
        if (!entries.isEmpty() && entries.getFirst().position() > position + 1) {
            throw new PrunedException(partition, position, entries.getFirst().position());
        }
        return entries;
    }

    /// When the entry at a position was stored; empty where there is none.
    public Optional<Instant> storedAt(Transaction tx, int partition, long position) {
        return tx.sql()
                .sql("select stored_at from entry where id = ?")
                .param(EntryId.of(partition, position))
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    /// The position up to which entries of a partition were removed; 0 where none were.
    public long prunedTo(Transaction tx, int partition) {
        return LogPruner.prunedTo(tx, partition);
    }

    /// The last position of a partition; 0 where nothing was ever written.
    public long lastPosition(int partition) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select last_position from partition where id = ?")
                        .param(partition)
                        .query(Long.class)
                        .optional()
                        .orElse(0L));
    }

    /// The log's end.
    public LogCursor end() {
        return database.read(Tenants.ALL, LogReader::end);
    }

    private static LogCursor end(Transaction tx) {
        List<Long> positions = new ArrayList<>();
        long[] epoch = {0};
        tx.sql()
                .sql("select e.epoch, p.id, p.last_position from log_epoch e left join partition p on e.id = 1")
                .query(row -> {
                    epoch[0] = row.getLong(1);
                    if (row.getObject(2) != null) {
                        int partition = row.getInt(2);
                        while (positions.size() <= partition) {
                            positions.add(0L);
                        }
                        positions.set(partition, row.getLong(3));
                    }
                });
        return new LogCursor(epoch[0], positions);
    }

    /// What has come after a cursor.
    ///
    /// @return empty where that can't be told: the log was restored, its time had to go back, or it was pruned
    public Optional<Since> since(LogCursor cursor) {
        return database.read(Tenants.ALL, tx -> since(tx, cursor));
    }

    private Optional<Since> since(Transaction tx, LogCursor cursor) {
        LogCursor end = end(tx);
        if (end.epoch() != cursor.epoch()
                || end.positions().size() < cursor.positions().size()) {
            return Optional.empty();
        }
        Map<Integer, Instant> times = new HashMap<>();
        for (int partition = 0; partition < end.positions().size(); partition++) {
            long from = cursor.position(partition);
            long last = end.position(partition);
            if (from == last) {
                continue;
            }
            Instant time =
                    from == 0 ? Instant.EPOCH : storedAt(tx, partition, from).orElse(Instant.MAX);
            // What goes back without a new epoch has just gone back.
            if (from > last || time.isAfter(storedAt(tx, partition, last).orElse(Instant.EPOCH))) {
                return Optional.empty();
            }
            times.put(partition, time);
        }
        return Optional.of(new Since(times));
    }

    /// What has come since a time, as far as the clocks of all nodes were right.
    public Since since(Instant time) {
        int partitions = end().positions().size();
        return new Since(
                IntStream.range(0, partitions).boxed().collect(Collectors.toMap(Function.identity(), _ -> time)));
    }

    /// The entries of a conversation after a sequence, in order.
    ///
    /// @param visibleTo [Visibility#AGENTS] for everything, [Visibility#EVERYONE] for what a contact may see
    public List<Entry> ofConversation(
            TenantId tenant, ConversationId conversation, long afterSequence, int limit, Visibility visibleTo) {
        return database.read(
                Tenants.of(tenant),
                tx -> ConversationLog.of(tx, tenant, conversation)
                        .map(log -> log.after(afterSequence, Long.MAX_VALUE - 1, limit, Only.visibleTo(visibleTo)))
                        .orElseGet(List::of)
                        .stream()
                        .map(entry -> shown(entry, visibleTo))
                        .toList());
    }

    /// The last entries of a conversation before a sequence, in order.
    ///
    /// @param visibleTo as for [#ofConversation]
    public List<Entry> ofConversationBefore(
            TenantId tenant, ConversationId conversation, long beforeSequence, int limit, Visibility visibleTo) {
        return database.read(
                Tenants.of(tenant),
                tx -> ConversationLog.of(tx, tenant, conversation)
                        .map(log -> log.before(beforeSequence, 1, limit, Only.visibleTo(visibleTo)))
                        .orElseGet(List::of)
                        .reversed()
                        .stream()
                        .map(entry -> shown(entry, visibleTo))
                        .toList());
    }

    private static Entry shown(Entry entry, Visibility visibleTo) {
        return visibleTo == Visibility.EVERYONE ? entry.forContact() : entry;
    }

    /// The last entries of a conversation before a sequence, the last one first.
    public List<Entry> last(
            Transaction tx, TenantId tenant, ConversationId conversation, long beforeSequence, int limit) {
        return ConversationLog.of(tx, tenant, conversation)
                .map(log -> log.before(beforeSequence, 1, limit, Only.visibleTo(Visibility.AGENTS)))
                .orElseGet(List::of);
    }

    /// One entry of a conversation.
    public Optional<Entry> find(Transaction tx, TenantId tenant, ConversationId conversation, long sequence) {
        return ConversationLog.of(tx, tenant, conversation).flatMap(log -> log.at(sequence));
    }

    /// The entries of one kind in a conversation after a sequence, in order.
    public List<Entry> ofKind(
            Transaction tx,
            TenantId tenant,
            ConversationId conversation,
            EntryKind kind,
            long afterSequence,
            int limit) {
        return ConversationLog.of(tx, tenant, conversation)
                .map(log -> log.after(afterSequence, Long.MAX_VALUE - 1, limit, Only.of(kind)))
                .orElseGet(List::of);
    }

    /// The last messages of conversations.
    ///
    /// @param places where each one's last message was written, 101 of a partition at most; where it was erased,
    ///               one is looked for among the entries before
    public Map<ConversationId, Entry> lastMessages(
            Transaction tx, TenantId tenant, Map<Integer, ? extends Collection<Long>> places) {
        Map<ConversationId, Entry> messages = new HashMap<>();
        places.forEach((partition, positions) -> {
            for (Entry entry : at(tx, partition, positions)) {
                lastMessage(tx, tenant, entry).ifPresent(last -> messages.put(last.conversation(), last));
            }
        });
        return messages;
    }

    private static Optional<Entry> lastMessage(Transaction tx, TenantId tenant, Entry entry) {
        if (entry.kind() == EntryKind.MESSAGE_CREATED) {
            return Optional.of(entry);
        }
        return ConversationLog.of(tx, tenant, entry.conversation())
                .flatMap(
                        log -> log
                                .before(
                                        entry.sequence(),
                                        entry.sequence() - FAR_BACK,
                                        1,
                                        Only.of(EntryKind.MESSAGE_CREATED))
                                .stream()
                                .findFirst());
    }

    private static List<Entry> at(Transaction tx, int partition, Collection<Long> positions) {
        List<Long> ids = positions.stream()
                .map(position -> EntryId.of(partition, position))
                .toList();
        return tx.sql()
                .sql("select body from entry where id in (" + String.join(", ", Collections.nCopies(ids.size(), "?"))
                        + ")")
                .params(ids)
                .query((rows, _) -> StoredEntry.read(rows.getBytes(1)))
                .list();
    }

    /// The conversations that the entries of a partition after one position, up to another, belong to.
    public Set<ConversationId> changedConversations(Transaction tx, int partition, long after, long upTo) {
        return Set.copyOf(tx.sql()
                .sql("select distinct conversation from entry where id > ? and id <= ?")
                .params(EntryId.of(partition, after), EntryId.of(partition, upTo))
                .query((rows, _) -> new ConversationId(rows.getString(1)))
                .list());
    }
}
