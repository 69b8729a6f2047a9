package io.omnihub.conversation;

import io.omnihub.log.Positions;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Session;
import io.omnihub.message.TenantId;
import io.omnihub.store.LaterVersionException;
import io.omnihub.wire.ProtobufCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/// Conversations as rows of three tables: what they are, what changes with each entry, and their current sessions.
final class ConversationRows {

    /// Followed by tables that are called `c`, `h` and `s`.
    static final String SELECT = """
            select c.id, c.number, c.tenant, c.channel, c.inbox, c.thread, c.routing_key, c.partition, c.contact,
                   c.created_at, h.changed_at, h.message_at, h.waiting_since, h.last_sequence, h.last_visible,
                   h.last_message, h.positions, s.body from\s""";

    /// Their current session, where they have one.
    static final String WITH_SESSION = " left join session s on s.conversation = c.number and s.number = c.session ";

    /// Those that are found by what they are.
    static final String TABLES = "conversation c join conversation_head h on h.conversation = c.number" + WITH_SESSION;

    /// An index on a time that changes with each message would be written with each message. So what lists go along is
    /// the time in slots of ten seconds: the order within a slot is made when it is read.
    private static final long SLOT = 10_000;

    private ConversationRows() {}

    static Conversation read(ResultSet row) throws SQLException {
        byte[] session = row.getBytes(18);
        return new Conversation(
                new ConversationId(row.getString(1)),
                row.getLong(2),
                new TenantId(row.getString(3)),
                new ChannelId(row.getString(4)),
                new InboxId(row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                new ContactId(row.getString(9)),
                Instant.ofEpochMilli(row.getLong(10)),
                new Conversation.Head(
                        Instant.ofEpochMilli(row.getLong(11)),
                        Instant.ofEpochMilli(row.getLong(12)),
                        row.getObject(13) == null ? null : Instant.ofEpochMilli(row.getLong(13)),
                        row.getLong(14),
                        row.getLong(15),
                        row.getLong(16),
                        Positions.of(row.getBytes(17))),
                session == null ? null : session(session));
    }

    /// @throws LaterVersionException where it can't be read
    static Session session(byte[] body) {
        try {
            return ProtobufCodec.decodeSession(body);
        } catch (InvalidMessageException e) {
            throw new LaterVersionException("a session can't be read: " + e.getMessage());
        }
    }

    static long slot(Instant time) {
        return time.toEpochMilli() / SLOT;
    }
}
