package io.omnihub.conversation;

import static java.util.Objects.requireNonNull;

import io.omnihub.conversation.Conversation.Head;
import io.omnihub.log.Positions;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Session;
import io.omnihub.store.Transaction;
import io.omnihub.wire.ProtobufCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes conversations and sessions, in the engine's transaction.
final class ConversationStore {

    private static final int AT_ONCE = 64;

    private static final String FIND =
            ConversationRows.SELECT + ConversationRows.TABLES + "where c.id in (?" + ", ?".repeat(AT_ONCE - 1) + ")";

    private static final String INSERT = """
            insert into conversation (number, id, tenant, channel, inbox, thread, routing_key, partition, contact,
                                      created_at, session)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /// What has an index is left as it is.
    private static final String PUT_HEAD = """
            insert into conversation_head (changed_at, message_at, waiting_since, last_sequence, last_visible,
                                           last_message, positions, conversation, tenant, changed_slot, message_slot)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (conversation) do update
            set changed_at = excluded.changed_at, message_at = excluded.message_at,
                waiting_since = excluded.waiting_since, last_sequence = excluded.last_sequence,
                last_visible = excluded.last_visible, last_message = excluded.last_message,
                positions = excluded.positions""";

    private static final String MOVE =
            "update conversation_head set changed_slot = ?, message_slot = ? where conversation = ?";

    private static final String SESSION = """
            insert into session (conversation, number, tenant, status, assignee, body) values (?, ?, ?, ?, ?, ?)
            on conflict (conversation, number) do update set status = excluded.status, assignee = excluded.assignee,
                body = excluded.body""";

    Map<ConversationId, Conversation> find(Transaction tx, Collection<ConversationId> ids) throws SQLException {
        Map<ConversationId, Conversation> found = new HashMap<>();
        Iterator<ConversationId> left = ids.iterator();
        while (left.hasNext()) {
            PreparedStatement select = tx.prepare(FIND);
            ConversationId last = left.next();
            for (int i = 1; i <= AT_ONCE; i++) {
                select.setString(i, last.value());
                // A short last round repeats its last id, so that the statement stays the same.
                last = left.hasNext() && i < AT_ONCE ? left.next() : last;
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Conversation conversation = ConversationRows.read(rows);
                    found.put(conversation.id(), conversation);
                }
            }
        }
        return found;
    }

    void insert(Transaction tx, Collection<Conversation> conversations) throws SQLException {
        inBatch(tx, INSERT, conversations, (insert, conversation) -> {
            insert.setLong(1, conversation.number());
            insert.setString(2, conversation.id().value());
            insert.setString(3, conversation.tenant().value());
            insert.setString(4, conversation.channel().value());
            insert.setString(5, conversation.inbox().value());
            insert.setString(6, conversation.thread());
            insert.setString(7, conversation.routingKey());
            insert.setInt(8, conversation.partition());
            insert.setString(9, conversation.contact().value());
            insert.setLong(10, conversation.createdAt().toEpochMilli());
            insert.setObject(11, sessionNumber(conversation), Types.INTEGER);
        });
    }

    void putHeads(Transaction tx, Collection<Conversation> conversations) throws SQLException {
        inBatch(tx, PUT_HEAD, conversations, ConversationStore::bind);
    }

    /// Writes what has an index where it has changed.
    ///
    /// @param before as they were
    void update(Transaction tx, Collection<Conversation> conversations, Map<ConversationId, Conversation> before)
            throws SQLException {
        List<Conversation> moved = conversations.stream()
                .filter(conversation -> hasMoved(requireNonNull(before.get(conversation.id())), conversation))
                .toList();
        inBatch(tx, MOVE, moved, (move, conversation) -> {
            move.setLong(1, ConversationRows.slot(conversation.changedAt()));
            move.setLong(2, ConversationRows.slot(conversation.messageAt()));
            move.setLong(3, conversation.number());
        });
        List<Conversation> begun = conversations.stream()
                .filter(conversation -> !Objects.equals(
                        sessionNumber(requireNonNull(before.get(conversation.id()))), sessionNumber(conversation)))
                .toList();
        inBatch(tx, "update conversation set session = ? where number = ?", begun, (update, conversation) -> {
            update.setObject(1, sessionNumber(conversation), Types.INTEGER);
            update.setLong(2, conversation.number());
        });
        putContacts(tx, conversations, before);
    }

    private static void putContacts(
            Transaction tx, Collection<Conversation> conversations, Map<ConversationId, Conversation> before)
            throws SQLException {
        List<Conversation> recognised = conversations.stream()
                .filter(conversation ->
                        !requireNonNull(before.get(conversation.id())).contact().equals(conversation.contact()))
                .toList();
        inBatch(tx, "update conversation set contact = ? where number = ?", recognised, (update, conversation) -> {
            update.setString(1, conversation.contact().value());
            update.setLong(2, conversation.number());
        });
    }

    /// Writes the current sessions of conversations.
    void putSessions(Transaction tx, Collection<Conversation> conversations) throws SQLException {
        List<Conversation> served = conversations.stream()
                .filter(conversation -> conversation.session() != null)
                .toList();
        inBatch(tx, SESSION, served, (upsert, conversation) -> {
            Session session = requireNonNull(conversation.session());
            upsert.setLong(1, conversation.number());
            upsert.setInt(2, session.number());
            upsert.setString(3, conversation.tenant().value());
            upsert.setString(4, session.status().name());
            upsert.setString(5, session.assignee());
            upsert.setBytes(6, ProtobufCodec.encode(session));
        });
    }

    /// Writes positions that their conversations' heads keep no longer.
    ///
    /// @param full conversations as they stood when the block was full
    void addBlocks(Transaction tx, Collection<Conversation> full) throws SQLException {
        String insert = "insert into entry_block (conversation, block, positions) values (?, ?, ?)";
        inBatch(tx, insert, full, (block, conversation) -> {
            block.setLong(1, conversation.number());
            block.setLong(2, Positions.block(conversation.lastSequence()));
            block.setBytes(3, conversation.head().positions().bytes());
        });
    }

    private static void bind(PreparedStatement statement, Conversation conversation) throws SQLException {
        Head head = conversation.head();
        Instant since = head.waitingSince();
        statement.setLong(1, head.changedAt().toEpochMilli());
        statement.setLong(2, head.messageAt().toEpochMilli());
        statement.setObject(3, since == null ? null : since.toEpochMilli(), Types.BIGINT);
        statement.setLong(4, head.lastSequence());
        statement.setLong(5, head.lastVisible());
        statement.setLong(6, head.lastMessage());
        statement.setBytes(7, head.positions().bytes());
        statement.setLong(8, conversation.number());
        statement.setString(9, conversation.tenant().value());
        statement.setLong(10, ConversationRows.slot(conversation.changedAt()));
        statement.setLong(11, ConversationRows.slot(conversation.messageAt()));
    }

    private static boolean hasMoved(Conversation before, Conversation after) {
        return ConversationRows.slot(before.changedAt()) != ConversationRows.slot(after.changedAt())
                || ConversationRows.slot(before.messageAt()) != ConversationRows.slot(after.messageAt());
    }

    private static @Nullable Integer sessionNumber(Conversation conversation) {
        Session session = conversation.session();
        return session == null ? null : session.number();
    }

    private static void inBatch(Transaction tx, String sql, Collection<Conversation> conversations, Binder binder)
            throws SQLException {
        if (conversations.isEmpty()) {
            return;
        }
        PreparedStatement statement = tx.prepare(sql);
        for (Conversation conversation : conversations) {
            binder.bind(statement, conversation);
            statement.addBatch();
        }
        statement.executeBatch();
    }

    @FunctionalInterface
    private interface Binder {
        void bind(PreparedStatement statement, Conversation conversation) throws SQLException;
    }
}
