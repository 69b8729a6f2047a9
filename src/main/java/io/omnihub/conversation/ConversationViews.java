package io.omnihub.conversation;

import io.omnihub.contact.Contacts;
import io.omnihub.log.LogReader;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.wire.ConversationView;
import io.omnihub.wire.ConversationView.ContactName;
import io.omnihub.wire.ConversationView.Preview;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows conversations with whose they are and what was said last, as lists need them.
public final class ConversationViews {

    private final Database database;
    private final Contacts contacts;
    private final LogReader log;

    ConversationViews(Database database, Contacts contacts, LogReader log) {
        this.database = database;
        this.contacts = contacts;
        this.log = log;
    }

    /// @param shown of one tenant, at most 101
    public Map<ConversationId, ConversationView> of(TenantId tenant, Collection<Conversation> shown) {
        return database.read(Tenants.of(tenant), tx -> of(tx, tenant, shown));
    }

    private Map<ConversationId, ConversationView> of(Transaction tx, TenantId tenant, Collection<Conversation> shown) {
        Map<Integer, List<Long>> last = shown.stream()
                .filter(conversation -> conversation.head().lastMessage() > 0)
                .collect(Collectors.groupingBy(
                        Conversation::partition,
                        Collectors.mapping(conversation -> conversation.head().lastMessage(), Collectors.toList())));
        List<ContactId> people = shown.stream().map(Conversation::contact).toList();
        Map<ContactId, String> names = contacts.names(tx, tenant, people);
        Map<ConversationId, Entry> messages = log.lastMessages(tx, tenant, last);
        Map<ConversationId, ConversationView> views = new LinkedHashMap<>();
        for (Conversation conversation : shown) {
            String name = names.getOrDefault(conversation.contact(), "");
            views.put(conversation.id(), view(conversation, name, messages.get(conversation.id())));
        }
        return views;
    }

    private static ConversationView view(Conversation conversation, String name, @Nullable Entry lastMessage) {
        return new ConversationView(
                conversation.id(),
                conversation.channel(),
                conversation.inbox(),
                new ContactName(conversation.contact(), name),
                conversation.createdAt(),
                conversation.changedAt(),
                conversation.messageAt(),
                conversation.waitingSince(),
                conversation.lastSequence(),
                conversation.session(),
                lastMessage == null ? null : Preview.of(lastMessage));
    }
}
