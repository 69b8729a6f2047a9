package io.omnihub.conversation;

import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads conversations.
public final class Conversations {

    private static final String SELECT = "select " + ConversationRows.COLUMNS + " from conversation ";

    private final Database database;

    public Conversations(Database database) {
        this.database = database;
    }

    public Optional<Conversation> find(TenantId tenant, ConversationId id) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + "where tenant = ? and id = ?")
                        .params(tenant.value(), id.value())
                        .query((row, _) -> ConversationRows.read(row))
                        .optional());
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
                        .sql(SELECT + "where tenant = ? and id in (" + places + ")")
                        .params(params)
                        .query((row, _) -> ConversationRows.read(row))
                        .list());
    }

    /// The conversations that fit a filter, the last changed first.
    ///
    /// @param after the last one of the page before; null for the first page
    public List<Conversation> list(TenantId tenant, Filter filter, @Nullable Mark after, int limit) {
        StringBuilder where = new StringBuilder("where tenant = ?");
        List<Object> params = new ArrayList<>(List.of(tenant.value()));
        filter.status().ifPresent(status -> add(where, params, "status = ?", status.name()));
        filter.assignee().ifPresent(assignee -> add(where, params, "assignee = ?", assignee));
        filter.inbox().ifPresent(inbox -> add(where, params, "inbox = ?", inbox.value()));
        filter.contact().ifPresent(contact -> add(where, params, "contact = ?", contact.value()));
        filter.changedSince().ifPresent(since -> add(where, params, "changed_at >= ?", since.toEpochMilli()));
        if (after != null) {
            where.append(" and (changed_at < ? or (changed_at = ? and id < ?))");
            long at = after.changedAt().toEpochMilli();
            params.addAll(List.of(at, at, after.id().value()));
        }
        params.add(limit);
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + where + " order by changed_at desc, id desc limit ?")
                        .params(params)
                        .query((row, _) -> ConversationRows.read(row))
                        .list());
    }

    /// The sessions of a conversation, the first one first.
    public List<Session> sessions(TenantId tenant, ConversationId id) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                        select id, number, status, assignee, labels, revision, opened_at, changed_at from session
                        where tenant = ? and conversation = ? order by number""")
                        .params(tenant.value(), id.value())
                        .query((row, _) -> ConversationRows.session(row, 1))
                        .list());
    }

    private static void add(StringBuilder where, List<Object> params, String condition, Object value) {
        where.append(" and ").append(condition);
        params.add(value);
    }

    /// Which conversations are wanted; what is empty does not matter.
    ///
    /// @param assignee     the agent who has the current session; an empty text for those nobody has
    /// @param changedSince only those whose last entry is not older
    public record Filter(
            Optional<SessionStatus> status,
            Optional<String> assignee,
            Optional<InboxId> inbox,
            Optional<ContactId> contact,
            Optional<Instant> changedSince) {}

    /// A place in the list.
    public record Mark(Instant changedAt, ConversationId id) {}
}
