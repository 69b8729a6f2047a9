package io.omnihub.contact;

import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ContactId;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps contacts. Two partitions may meet the same person at once, so everything here is insert or read.
///
/// Beside the inboxes' ids of people stand rows under names that no inbox can have, with an `@`: a platform's id of one
/// person in all of its accounts, and of each identity that was moved to another contact, the one that it had.
public final class Contacts {

    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

    private static final String UNION = "@union/";
    private static final String MERGED = "@merged";
    private static final String SEPARATE = "@separate";

    /// One that is more places at once is no person.
    private static final int MOST_IDENTITIES = 50;

    private static final int LONGEST_UNION_ID = 128;
    private static final int AT_ONCE = 64;

    private final JsonMapper json = new JsonMapper();

    /// The contact behind an external user id, made where there is none yet.
    ///
    /// @param name to show, where the contact is made
    public ContactId insertOrRead(
            Transaction tx, TenantId tenant, InboxId inbox, String externalId, String name, long now) {
        Optional<ContactId> known = find(tx, tenant, inbox.value(), externalId);
        if (known.isPresent()) {
            return known.get();
        }
        ContactId made = new ContactId(UUID.randomUUID().toString());
        if (!insert(tx, tenant, inbox.value(), externalId, made)) {
            return find(tx, tenant, inbox.value(), externalId).orElseThrow();
        }
        tx.sql()
                .sql(
                        "insert into contact (id, tenant, name, locale, attributes, created_at) values (?, ?, ?, '', '{}', ?)")
                .params(made.value(), tenant.value(), name, now)
                .update();
        return made;
    }

    /// Whose an identity is, after its platform said who it is in all of the platform's accounts: the contact who is
    /// known as that already, or the present one, who is so from now on. What was separated stays so.
    public ContactId unite(
            Transaction tx,
            TenantId tenant,
            ChannelId channel,
            Contact.Identity identity,
            ContactId contact,
            String unionId) {
        String union = UNION + channel;
        if (unionId.isBlank()
                || unionId.length() > LONGEST_UNION_ID
                || isSeparate(tx, tenant, identity)
                || isMerged(tx, tenant, identity)
                || insert(tx, tenant, union, unionId, contact)) {
            return contact;
        }
        ContactId known = find(tx, tenant, union, unionId).orElseThrow();
        if (known.equals(contact) || hasOthers(tx, tenant, contact) || isFull(tx, tenant, known)) {
            return contact;
        }
        insert(tx, tenant, MERGED, path(identity), contact);
        move(tx, tenant, identity, known);
        return known;
    }

    /// Gives an identity back the contact that it had before it was found to be another's.
    public ContactId separate(Transaction tx, TenantId tenant, Contact.Identity identity) {
        ContactId own = find(tx, tenant, MERGED, path(identity)).orElseThrow();
        move(tx, tenant, identity, own);
        tx.sql()
                .sql("update identity set inbox = ? where tenant = ? and inbox = ? and external_id = ?")
                .params(SEPARATE, tenant.value(), MERGED, path(identity))
                .update();
        return own;
    }

    /// Whether an identity was moved to another contact.
    public boolean isMerged(Transaction tx, TenantId tenant, Contact.Identity identity) {
        return find(tx, tenant, MERGED, path(identity)).isPresent();
    }

    private static boolean isSeparate(Transaction tx, TenantId tenant, Contact.Identity identity) {
        return find(tx, tenant, SEPARATE, path(identity)).isPresent();
    }

    /// Whether others may have been moved to a contact, who then stays who it is.
    private static boolean hasOthers(Transaction tx, TenantId tenant, ContactId contact) {
        return !tx.sql()
                .sql("select 1 from identity where tenant = ? and contact = ? and inbox like '@union/%' limit 1")
                .params(tenant.value(), contact.value())
                .query((rows, _) -> rows.getInt(1))
                .list()
                .isEmpty();
    }

    private static boolean isFull(Transaction tx, TenantId tenant, ContactId contact) {
        return tx.sql()
                        .sql("select 1 from identity where tenant = ? and contact = ? and inbox not like '@%' limit ?")
                        .params(tenant.value(), contact.value(), MOST_IDENTITIES)
                        .query((rows, _) -> rows.getInt(1))
                        .list()
                        .size()
                >= MOST_IDENTITIES;
    }

    private static void move(Transaction tx, TenantId tenant, Contact.Identity identity, ContactId to) {
        tx.sql()
                .sql("update identity set contact = ? where tenant = ? and inbox = ? and external_id = ?")
                .params(to.value(), tenant.value(), identity.inbox().value(), identity.externalId())
                .update();
    }

    private static boolean insert(Transaction tx, TenantId tenant, String inbox, String externalId, ContactId contact) {
        return tx.sql()
                        .sql(
                                "insert into identity (tenant, inbox, external_id, contact) values (?, ?, ?, ?) on conflict do nothing")
                        .params(tenant.value(), inbox, externalId, contact.value())
                        .update()
                == 1;
    }

    private static String path(Contact.Identity identity) {
        return identity.inbox() + "/" + identity.externalId();
    }

    /// Applies what was learnt; empty texts leave things as they are, an empty attribute is removed.
    public void change(Transaction tx, TenantId tenant, ContactId id, ContactChange change) {
        Map<String, String> attributes = new TreeMap<>(read(tx.sql()
                .sql("select attributes from contact where tenant = ? and id = ?")
                .params(tenant.value(), id.value())
                .query(String.class)
                .single()));
        attributes.putAll(change.attributes());
        attributes.values().removeIf(String::isEmpty);
        tx.sql()
                .sql("""
                        update contact
                        set name = coalesce(nullif(?, ''), name), locale = coalesce(nullif(?, ''), locale), attributes = ?
                        where tenant = ? and id = ?""")
                .params(change.name(), change.locale(), write(attributes), tenant.value(), id.value())
                .update();
        if (KnownBy.FACTS.stream().anyMatch(change.attributes()::containsKey)) {
            setFacts(tx, tenant, id, attributes);
        }
    }

    /// Numbers and addresses by which a contact is found.
    private static void setFacts(Transaction tx, TenantId tenant, ContactId id, Map<String, String> attributes) {
        tx.sql()
                .sql("delete from contact_fact where tenant = ? and contact = ?")
                .params(tenant.value(), id.value())
                .update();
        facts(attributes)
                .forEach(fact -> tx.sql()
                        .sql("insert into contact_fact (tenant, kind, value, contact) values (?, ?, ?, ?)")
                        .params(tenant.value(), fact.kind(), fact.value(), id.value())
                        .update());
    }

    /// By what other systems know a contact, and those who were found to be this one.
    public List<KnownBy> facts(Transaction tx, TenantId tenant, Contact contact) {
        List<KnownBy> facts = new ArrayList<>(facts(contact.attributes()));
        for (Contact.Identity identity : contact.identities()) {
            find(tx, tenant, MERGED, path(identity))
                    .flatMap(former -> find(tx, tenant, former))
                    .ifPresent(former -> facts.addAll(facts(former.attributes())));
        }
        return facts;
    }

    /// Who somebody is who was found to be another.
    private Stream<ContactId> present(Transaction tx, TenantId tenant, ContactId contact) {
        List<ContactId> others = tx.sql()
                .sql("""
                        select moved.contact from identity merged join identity moved
                          on moved.tenant = merged.tenant and moved.inbox || '/' || moved.external_id = merged.external_id
                        where merged.tenant = ? and merged.contact = ? and merged.inbox = ? and moved.inbox not like '@%'""")
                .params(tenant.value(), contact.value(), MERGED)
                .query((rows, _) -> new ContactId(rows.getString(1)))
                .list();
        return others.isEmpty() ? Stream.of(contact) : others.stream();
    }

    /// Those of a contact's attributes by which other systems know the contact.
    public static List<KnownBy> facts(Map<String, String> attributes) {
        return KnownBy.FACTS.stream()
                .flatMap(kind -> fact(kind, attributes.getOrDefault(kind, "")).stream())
                .toList();
    }

    /// Empty where there is none, or what stands there is no such number or address.
    private static Optional<KnownBy> fact(String kind, String value) {
        try {
            return Optional.of(new KnownBy(kind, value));
        } catch (InvalidMessageException _) {
            return Optional.empty();
        }
    }

    /// Whom other systems mean by numbers, addresses and ids in inboxes.
    ///
    /// @param most so many contacts are found
    public List<ContactId> knownBy(Transaction tx, TenantId tenant, Collection<KnownBy> known, int most) {
        Set<ContactId> found = new LinkedHashSet<>();
        Iterator<KnownBy> left = known.iterator();
        while (left.hasNext() && found.size() < most) {
            List<Object> params = new ArrayList<>(List.of(tenant.value()));
            int count = 0;
            while (left.hasNext() && count < AT_ONCE) {
                KnownBy each = left.next();
                params.add(each.kind());
                params.add(each.value());
                count++;
            }
            String places = String.join(", ", Collections.nCopies(count, "(?, ?)"));
            params.addAll(List.copyOf(params));
            params.add(most);
            found.addAll(tx.sql()
                    .sql("select contact from contact_fact where tenant = ? and (kind, value) in (values " + places
                            + ") union select contact from identity where tenant = ? and (inbox, external_id) in (values "
                            + places + ") limit ?")
                    .params(params)
                    .query((rows, _) -> new ContactId(rows.getString(1)))
                    .list());
        }
        return found.stream()
                .limit(most)
                .flatMap(contact -> present(tx, tenant, contact))
                .distinct()
                .toList();
    }

    public Optional<Contact> find(Transaction tx, TenantId tenant, ContactId id) {
        List<Contact.Identity> identities = tx.sql()
                .sql(
                        "select inbox, external_id from identity where tenant = ? and contact = ? and inbox not like '@%' order by inbox, external_id")
                .params(tenant.value(), id.value())
                .query((rows, _) -> new Contact.Identity(new InboxId(rows.getString(1)), rows.getString(2)))
                .list();
        return tx.sql()
                .sql("select name, locale, attributes, created_at from contact where tenant = ? and id = ?")
                .params(tenant.value(), id.value())
                .query((rows, _) -> new Contact(
                        id,
                        tenant,
                        rows.getString(1),
                        rows.getString(2),
                        read(rows.getString(3)),
                        Instant.ofEpochMilli(rows.getLong(4)),
                        identities))
                .optional();
    }

    /// Contacts, those made last first, without their identities and without those who were found to be another.
    ///
    /// @param externalIds only those known by one of these ids, in whichever inbox, at least one
    /// @param before     the place after which to begin
    public List<Contact> list(
            Transaction tx, TenantId tenant, Optional<List<String>> externalIds, @Nullable Mark before, int limit) {
        StringBuilder where = new StringBuilder("where tenant = ? and not exists (select 1 from identity merged"
                + " where merged.contact = contact.id and merged.inbox = ?)");
        List<Object> params = new ArrayList<>(List.of(tenant.value(), MERGED));
        externalIds.ifPresent(ids -> {
            String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
            where.append(" and id in (select contact from identity where tenant = ? and external_id in (")
                    .append(places)
                    .append("))");
            params.add(tenant.value());
            params.addAll(ids);
        });
        if (before != null) {
            where.append(" and (created_at < ? or (created_at = ? and id < ?))");
            long at = before.createdAt().toEpochMilli();
            params.addAll(List.of(at, at, before.id().value()));
        }
        params.add(limit);
        return tx.sql()
                .sql("select id, name, locale, attributes, created_at from contact " + where
                        + " order by created_at desc, id desc limit ?")
                .params(params)
                .query((rows, _) -> new Contact(
                        new ContactId(rows.getString(1)),
                        tenant,
                        rows.getString(2),
                        rows.getString(3),
                        read(rows.getString(4)),
                        Instant.ofEpochMilli(rows.getLong(5)),
                        List.of()))
                .list();
    }

    /// The names of several contacts at once.
    public Map<ContactId, String> names(Transaction tx, TenantId tenant, Collection<ContactId> ids) {
        Map<ContactId, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            tx.sql()
                    .sql("select id, name from contact where tenant = :tenant and id in (:ids)")
                    .param("tenant", tenant.value())
                    .param("ids", ids.stream().map(ContactId::value).distinct().toList())
                    .query((rows, _) -> names.put(new ContactId(rows.getString(1)), rows.getString(2)))
                    .list();
        }
        return names;
    }

    private static Optional<ContactId> find(Transaction tx, TenantId tenant, String inbox, String externalId) {
        return tx.sql()
                .sql("select contact from identity where tenant = ? and inbox = ? and external_id = ?")
                .params(tenant.value(), inbox, externalId)
                .query((rows, _) -> new ContactId(rows.getString(1)))
                .optional();
    }

    private Map<String, String> read(String attributes) {
        try {
            return json.readValue(attributes, ATTRIBUTES);
        } catch (JacksonException e) {
            throw new IllegalStateException("the attributes of a contact are damaged", e);
        }
    }

    private String write(Map<String, String> attributes) {
        try {
            return json.writeValueAsString(attributes);
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A place in the list.
    public record Mark(Instant createdAt, ContactId id) {}
}
