package io.omnihub.conversation;

import io.omnihub.log.LogCursor.Since;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Session;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads conversations.
public final class Conversations {

    private static final String FIND = ConversationRows.SELECT + ConversationRows.TABLES;

    /// SQLite takes the tables of a cross join one after the other.
    private static final String ALONG_HEADS = ConversationRows.SELECT + "conversation_head h cross join conversation c"
            + ConversationRows.WITH_SESSION + "where c.number = h.conversation and h.tenant = ?";

    private static final String OF_SESSIONS = ConversationRows.SELECT
            + "session s cross join conversation c cross join conversation_head h"
            + " where c.number = s.conversation and c.session = s.number and h.conversation = c.number and s.tenant = ?";

    /// Nobody waits whose session is resolved, so that those who wait are found among the few others: an index of
    /// their own would be written with each message. Two ranges of statuses use the same index, and hold those of
    /// later versions too.
    private static final String WAITS =
            " and h.waiting_since is not null and (s.status < 'RESOLVED' or s.status > 'RESOLVED')";

    private static final Key CHANGED = new Key("h.changed_at", "h.changed_slot", false);
    private static final Key MESSAGE = new Key("h.message_at", "h.message_slot", false);
    private static final Key WAITING = new Key("h.waiting_since", "", true);

    private final Database database;

    public Conversations(Database database) {
        this.database = database;
    }

    public Optional<Conversation> find(TenantId tenant, ConversationId id) {
        return database.read(Tenants.of(tenant), tx -> find(tx, tenant, id));
    }

    public Optional<Conversation> find(Transaction tx, TenantId tenant, ConversationId id) {
        return tx.sql()
                .sql(FIND + "where c.tenant = ? and c.id = ?")
                .params(tenant.value(), id.value())
                .query((row, _) -> ConversationRows.read(row))
                .optional();
    }

    /// Those of some conversations that the tenant has.
    ///
    /// @param ids 100 at most
    public List<Conversation> find(TenantId tenant, Collection<ConversationId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Object> params = new ArrayList<>(List.of(tenant.value()));
        ids.forEach(id -> params.add(id.value()));
        String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(FIND + "where c.tenant = ? and c.id in (" + places + ")")
                        .params(params)
                        .query((row, _) -> ConversationRows.read(row))
                        .list());
    }

    /// The conversations that fit a filter, in an order.
    ///
    /// @param after the mark of the last one of the page before; null for the first page
    public List<Conversation> list(TenantId tenant, Filter filter, Order order, @Nullable Mark after, int limit) {
        return switch (order) {
            case CHANGED -> part(tenant, filter, "", CHANGED, after, limit);
            case MESSAGE -> part(tenant, filter, "", MESSAGE, after, limit);
            case WAITING -> {
                List<Conversation> found = new ArrayList<>();
                if (after == null || after.waits()) {
                    found.addAll(part(tenant, filter, WAITS, WAITING, after, limit));
                }
                if (found.size() < limit) {
                    Mark mark = after == null || after.waits() ? null : after;
                    int left = limit - found.size();
                    found.addAll(part(tenant, filter, " and h.waiting_since is null", MESSAGE, mark, left));
                }
                yield found;
            }
        };
    }

    private List<Conversation> part(
            TenantId tenant, Filter filter, String only, Key key, @Nullable Mark after, int limit) {
        // Few fit, which an index finds to be sorted, where the way along the order would lead past all the others.
        boolean narrow = !key.hasSlot() || filter.isNarrow();
        StringBuilder where = new StringBuilder(only);
        List<Object> params = new ArrayList<>(List.of(tenant.value()));
        filter.status().ifPresent(status -> {
            if (status == SessionStatus.UNKNOWN) {
                where.append(" and s.status not in ('OPEN', 'PENDING', 'RESOLVED')");
            } else {
                add(where, params, condition(status), status.name());
            }
        });
        filter.assignee().ifPresent(assignee -> add(where, params, "s.assignee = ?", assignee));
        filter.inbox().ifPresent(inbox -> add(where, params, "c.inbox = ?", inbox.value()));
        filter.contact().ifPresent(contact -> add(where, params, "c.contact = ?", contact.value()));
        filter.changedSince().ifPresent(since -> add(where, params, since));
        if (after != null) {
            where.append(key.beyond(narrow));
            if (!narrow) {
                params.add(ConversationRows.slot(after.at()));
            }
            params.addAll(List.of(after.at().toEpochMilli(), after.id().value()));
        }
        params.add(limit);
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql((narrow ? OF_SESSIONS : ALONG_HEADS) + where + key.orderBy(narrow) + " limit ?")
                        .params(params)
                        .query((row, _) -> ConversationRows.read(row))
                        .list());
    }

    /// Those of each partition since its own time.
    private static void add(StringBuilder where, List<Object> params, Since since) {
        where.append(" and h.changed_slot >= ? and (0 = 1");
        params.add(since.times().values().stream()
                .mapToLong(ConversationRows::slot)
                .min()
                .orElse(0));
        since.times().forEach((partition, time) -> {
            where.append(" or c.partition = ? and h.changed_at >= ?");
            params.addAll(List.of(partition, time.toEpochMilli()));
        });
        where.append(')');
    }

    /// The sessions of a conversation, the first one first.
    public List<Session> sessions(TenantId tenant, ConversationId id) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                        select s.body from conversation c join session s on s.conversation = c.number
                        where c.tenant = ? and c.id = ? order by s.number""")
                        .params(tenant.value(), id.value())
                        .query((row, _) -> ConversationRows.session(row.getBytes(1)))
                        .list());
    }

    /// Nearly all conversations are resolved ones: an index would find them all, to be sorted, where those of a page
    /// are met on the way along the order. So this condition is written as one that no index knows.
    private static String condition(SessionStatus status) {
        return status == SessionStatus.RESOLVED ? "s.status || '' = ?" : "s.status = ?";
    }

    private static void add(StringBuilder where, List<Object> params, String condition, Object value) {
        where.append(" and ").append(condition);
        params.add(value);
    }

    /// Which conversations are wanted; what is empty does not matter.
    ///
    /// @param assignee     the agent who has the current session; an empty text for those nobody has
    /// @param changedSince only those whose last entry came after that
    public record Filter(
            Optional<SessionStatus> status,
            Optional<String> assignee,
            Optional<InboxId> inbox,
            Optional<ContactId> contact,
            Optional<Since> changedSince) {

        /// Whether few fit: those with a session of a status that does not last.
        boolean isNarrow() {
            return status.filter(each -> each != SessionStatus.RESOLVED).isPresent();
        }
    }

    /// What a list is ordered by. A look at a conversation moves it in the first one only.
    public enum Order {

        /// The last changed first: for who copies what happens.
        CHANGED,

        /// The last message first.
        MESSAGE,

        /// Who has waited longest first; after them those whom nobody has to answer, the last message first.
        WAITING
    }

    /// A place in a list of an order.
    ///
    /// @param waits whether it is among those that wait, in the order that begins with them
    public record Mark(Instant at, ConversationId id, boolean waits) {

        public static Mark of(Order order, Conversation conversation) {
            Instant waitingSince = order == Order.WAITING ? conversation.waitingSince() : null;
            if (waitingSince != null) {
                return new Mark(waitingSince, conversation.id(), true);
            }
            Instant at = order == Order.CHANGED ? conversation.changedAt() : conversation.messageAt();
            return new Mark(at, conversation.id(), false);
        }
    }

    /// A column that a part of a list goes along.
    ///
    /// @param slot the same time as an index knows it; empty where none does
    private record Key(String column, String slot, boolean rises) {

        boolean hasSlot() {
            return !slot.isEmpty();
        }

        String beyond(boolean narrow) {
            String sign = rises ? " > " : " < ";
            return narrow
                    ? " and (" + column + ", c.id)" + sign + "(?, ?)"
                    : " and (" + slot + ", " + column + ", c.id)" + sign + "(?, ?, ?)";
        }

        String orderBy(boolean narrow) {
            String direction = rises ? " asc" : " desc";
            return " order by " + (narrow ? "" : slot + direction + ", ") + column + direction + ", c.id" + direction;
        }
    }
}
