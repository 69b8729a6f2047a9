package io.omnihub.record;

import io.omnihub.contact.Contact;
import io.omnihub.contact.Contacts;
import io.omnihub.contact.Originals;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.Tenant;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who is meant by numbers, addresses and ids in inboxes, in both directions. Nothing is bound for good: whose a record
/// is follows from what is known when somebody asks, so that one that came first finds its contact later.
final class RecordOwners {

    /// So many conversations of one contact are open at most, as far as we look.
    private static final int MOST_OPEN = 5;

    private final Database database;
    private final Records records;
    private final Contacts contacts;
    private final Originals originals;
    private final Conversations conversations;
    private final TenantRegistry tenants;

    RecordOwners(
            Database database,
            Records records,
            Contacts contacts,
            Originals originals,
            Conversations conversations,
            TenantRegistry tenants) {
        this.database = database;
        this.records = records;
        this.contacts = contacts;
        this.originals = originals;
        this.conversations = conversations;
        this.tenants = tenants;
    }

    Optional<Conversation> conversation(TenantId tenant, ConversationId id) {
        return conversations.find(tenant, id);
    }

    Optional<Contact> contact(Conversation conversation) {
        TenantId tenant = conversation.tenant();
        return database.read(Tenants.of(tenant), tx -> contacts.find(tx, tenant, conversation.contact()));
    }

    ZoneId zone(TenantId tenant) {
        return tenants.find(tenant).map(Tenant::timeZone).orElse(ZoneOffset.UTC);
    }

    /// All by which a contact is known; empty where there is no such contact.
    Optional<List<KnownBy>> knownBy(TenantId tenant, ContactId id) {
        Optional<Contact> found = database.read(Tenants.of(tenant), tx -> contacts.find(tx, tenant, id));
        return found.map(contact -> {
            Set<KnownBy> known =
                    new LinkedHashSet<>(database.read(Tenants.of(tenant), tx -> contacts.facts(tx, tenant, contact)));
            contact.identities().forEach(identity -> add(known, identity.inbox().value(), identity.externalId()));
            originals
                    .of(tenant, contact.identities())
                    .forEach((identity, original) -> add(known, identity.inbox().value(), original));
            return database.read(Tenants.of(tenant), tx -> records.more(tx, tenant, known));
        });
    }

    private static void add(Set<KnownBy> known, String kind, String value) {
        try {
            known.add(new KnownBy(kind, value));
        } catch (InvalidMessageException _) {
            // No system could name it so.
            return;
        }
    }

    /// Whether a record is that of a conversation's contact, as far as is known now.
    boolean isOf(TenantId tenant, ConversationId conversation, BusinessRecord record) {
        return conversation(tenant, conversation)
                .flatMap(found -> knownBy(tenant, found.contact()))
                .filter(known -> record.contacts().stream().anyMatch(known::contains))
                .isPresent();
    }

    /// The contacts who are known by one of these.
    List<ContactId> contacts(TenantId tenant, Collection<KnownBy> known, int most) {
        return database.read(Tenants.of(tenant), tx -> {
            List<KnownBy> all = new ArrayList<>(records.more(tx, tenant, known));
            all.addAll(hashed(tx, tenant, all));
            return contacts.knownBy(tx, tenant, all, most);
        });
    }

    /// What a site calls a person, as the hub has it.
    private List<KnownBy> hashed(Transaction tx, TenantId tenant, List<KnownBy> known) {
        return known.stream()
                .filter(each -> !KnownBy.FACTS.contains(each.kind()))
                .flatMap(each -> originals.externalIds(tx, tenant, each.value()).stream()
                        .map(id -> new KnownBy(each.kind(), id)))
                .toList();
    }

    /// Their conversations with an open session, the one in which something was said last first.
    List<Conversation> open(TenantId tenant, List<ContactId> found) {
        return found.stream()
                .flatMap(contact -> Stream.of(SessionStatus.OPEN, SessionStatus.PENDING)
                        .flatMap(status -> conversations
                                .list(
                                        tenant,
                                        new Conversations.Filter(
                                                Optional.of(status),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of(contact),
                                                Optional.empty()),
                                        Conversations.Order.MESSAGE,
                                        null,
                                        MOST_OPEN)
                                .stream()))
                .sorted(Comparator.comparing(Conversation::messageAt).reversed())
                .toList();
    }
}
