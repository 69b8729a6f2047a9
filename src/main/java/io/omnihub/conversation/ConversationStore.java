package io.omnihub.conversation;

import static java.util.Objects.requireNonNull;

import io.omnihub.conversation.Conversation.Head;
import io.omnihub.log.Positions;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Session;
import io.omnihub.store.RowStatement;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import io.omnihub.wire.ProtobufCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes conversations and sessions, in the engine's transaction.
final class ConversationStore {

    private static final int AT_ONCE = 64;

    private static final String FIND =
            ConversationRows.SELECT + ConversationRows.TABLES + "where c.id in (?" + ", ?".repeat(AT_ONCE - 1) + ")";

    private static final RowStatement ADD = RowStatement.insert(
            "conversation",
            List.of(
                    "number",
                    "id",
                    "tenant",
                    "channel",
                    "inbox",
                    "thread",
                    "routing_key",
                    "partition",
                    "contact",
                    "created_at",
                    "session"));

    private static final List<String> CHANGES = List.of(
            "changed_at", "message_at", "waiting_since", "last_sequence", "last_visible", "last_message", "positions");

    /// What has an index is left as it is.
    private static final RowStatement PUT_HEAD = RowStatement.insert(
                    "conversation_head",
                    Stream.concat(CHANGES.stream(), Stream.of("conversation", "tenant", "changed_slot", "message_slot"))
                            .toList())
            .orUpdate("conversation", CHANGES);

    private static final RowStatement MOVE =
            RowStatement.update("conversation_head", List.of("changed_slot", "message_slot"), "conversation");

    private static final RowStatement SET_SESSION = RowStatement.update("conversation", List.of("session"), "number");

    private static final RowStatement SET_CONTACT = RowStatement.update("conversation", List.of("contact"), "number");

    private static final RowStatement PUT_SESSION = RowStatement.insert(
                    "session", List.of("conversation", "number", "tenant", "status", "assignee", "body"))
            .orUpdate("conversation, number", List.of("status", "assignee", "body"));

    private static final RowStatement ADD_BLOCK =
            RowStatement.insert("entry_block", List.of("conversation", "block", "positions"));

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

    void insert(Writes writes, Collection<Conversation> conversations) throws SQLException {
        writes.add(ADD, conversations, (row, conversation) -> {
            row.number(conversation.number());
            row.text(conversation.id().value());
            row.text(conversation.tenant().value());
            row.text(conversation.channel().value());
            row.text(conversation.inbox().value());
            row.text(conversation.thread());
            row.text(conversation.routingKey());
            row.number(conversation.partition());
            row.text(conversation.contact().value());
            row.number(conversation.createdAt().toEpochMilli());
            row.numberOrNull(sessionNumber(conversation));
        });
    }

    void putHeads(Writes writes, Collection<Conversation> conversations) throws SQLException {
        writes.add(PUT_HEAD, conversations, (row, conversation) -> {
            Head head = conversation.head();
            Instant since = head.waitingSince();
            row.number(head.changedAt().toEpochMilli());
            row.number(head.messageAt().toEpochMilli());
            row.numberOrNull(since == null ? null : since.toEpochMilli());
            row.number(head.lastSequence());
            row.number(head.lastVisible());
            row.number(head.lastMessage());
            row.bytes(head.positions().bytes());
            row.number(conversation.number());
            row.text(conversation.tenant().value());
            row.number(ConversationRows.slot(conversation.changedAt()));
            row.number(ConversationRows.slot(conversation.messageAt()));
        });
    }

    /// Writes what has an index where it has changed.
    ///
    /// @param before as they were
    void update(Writes writes, Collection<Conversation> conversations, Map<ConversationId, Conversation> before)
            throws SQLException {
        writes.add(MOVE, moved(conversations, before), (row, conversation) -> {
            row.number(ConversationRows.slot(conversation.changedAt()));
            row.number(ConversationRows.slot(conversation.messageAt()));
            row.number(conversation.number());
        });
        writes.add(
                SET_SESSION, changed(conversations, before, ConversationStore::sessionNumber), (row, conversation) -> {
                    row.numberOrNull(sessionNumber(conversation));
                    row.number(conversation.number());
                });
        writes.add(SET_CONTACT, changed(conversations, before, Conversation::contact), (row, conversation) -> {
            row.text(conversation.contact().value());
            row.number(conversation.number());
        });
    }

    /// Writes the current sessions of conversations.
    void putSessions(Writes writes, Collection<Conversation> conversations) throws SQLException {
        List<Conversation> served = conversations.stream()
                .filter(conversation -> conversation.session() != null)
                .toList();
        writes.add(PUT_SESSION, served, (row, conversation) -> {
            Session session = requireNonNull(conversation.session());
            row.number(conversation.number());
            row.number(session.number());
            row.text(conversation.tenant().value());
            row.text(session.status().name());
            row.text(session.assignee());
            row.bytes(ProtobufCodec.encode(session));
        });
    }

    /// Writes positions that their conversations' heads keep no longer.
    ///
    /// @param full conversations as they stood when the block was full
    void addBlocks(Writes writes, Collection<Conversation> full) throws SQLException {
        writes.add(ADD_BLOCK, full, (row, conversation) -> {
            row.number(conversation.number());
            row.number(Positions.block(conversation.lastSequence()));
            row.bytes(conversation.head().positions().bytes());
        });
    }

    private static List<Conversation> moved(
            Collection<Conversation> conversations, Map<ConversationId, Conversation> before) {
        return conversations.stream()
                .filter(conversation -> hasMoved(requireNonNull(before.get(conversation.id())), conversation))
                .toList();
    }

    private static boolean hasMoved(Conversation before, Conversation after) {
        return ConversationRows.slot(before.changedAt()) != ConversationRows.slot(after.changedAt())
                || ConversationRows.slot(before.messageAt()) != ConversationRows.slot(after.messageAt());
    }

    private static List<Conversation> changed(
            Collection<Conversation> conversations,
            Map<ConversationId, Conversation> before,
            Function<Conversation, @Nullable Object> what) {
        return conversations.stream()
                .filter(conversation -> !Objects.equals(
                        what.apply(requireNonNull(before.get(conversation.id()))), what.apply(conversation)))
                .toList();
    }

    private static @Nullable Long sessionNumber(Conversation conversation) {
        Session session = conversation.session();
        return session == null ? null : (long) session.number();
    }
}
