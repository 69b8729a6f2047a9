package io.omnihub.device;

import io.omnihub.contact.Contact;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What apps and pages tell of themselves while a visitor uses them, such as their version and what is shown. It is for
/// agents to read, and since nobody vouches for it nothing is made of it.
final class VisitorContexts {

    private static final int MOST = 50;
    private static final int LONGEST = 500;
    private static final int LARGEST = 8 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,39}");
    private static final TypeReference<TreeMap<String, String>> FACTS = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Clock clock;

    VisitorContexts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Takes what is given; what is not stays as it is, and an empty text removes one.
    ///
    /// @throws InvalidMessageException where it is more than a visitor may tell
    void tell(TenantId tenant, InboxId inbox, String visitor, Map<String, String> facts) {
        facts.forEach(VisitorContexts::check);
        database.write(Tenants.of(tenant), tx -> {
            // A row that is there is locked, also the first time.
            tx.sql()
                    .sql("""
                    insert into visitor_context (tenant, inbox, visitor, facts, told_at) values (?, ?, ?, '{}', ?)
                    on conflict do nothing""")
                    .params(tenant.value(), inbox.value(), visitor, clock.millis())
                    .update();
            Told before = find(tx, tenant, inbox, visitor, database.kind().forUpdate())
                    .orElseThrow();
            TreeMap<String, String> all = new TreeMap<>(before.facts());
            all.putAll(facts);
            all.values().removeIf(String::isEmpty);
            String json = JSON.writeValueAsString(all);
            if (all.size() > MOST || json.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
                throw new InvalidMessageException(
                        "facts", "must be no more than " + MOST + " in all, of " + LARGEST + " bytes");
            }
            return tx.sql()
                    .sql(
                            "update visitor_context set facts = ?, told_at = ? where tenant = ? and inbox = ? and visitor = ?")
                    .params(json, clock.millis(), tenant.value(), inbox.value(), visitor)
                    .update();
        });
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidMessageException(
                    "facts", "must have names of up to 40 letters, digits, dots, dashes and underscores");
        }
        if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidMessageException(
                    "facts." + name, "must have up to " + LONGEST + " characters, and no control characters");
        }
    }

    /// What was told of who is known there by that id.
    Optional<Told> of(Transaction tx, TenantId tenant, Contact.Identity identity) {
        return find(tx, tenant, identity.inbox(), identity.externalId(), "")
                .filter(told -> !told.facts().isEmpty());
    }

    /// Forgets what was told of who is known there by that id.
    void remove(Transaction tx, TenantId tenant, Contact.Identity identity) {
        tx.sql()
                .sql("delete from visitor_context where tenant = ? and inbox = ? and visitor = ?")
                .params(tenant.value(), identity.inbox().value(), identity.externalId())
                .update();
    }

    private static Optional<Told> find(Transaction tx, TenantId tenant, InboxId inbox, String visitor, String lock) {
        return tx.sql()
                .sql("select facts, told_at from visitor_context where tenant = ? and inbox = ? and visitor = ?" + lock)
                .params(tenant.value(), inbox.value(), visitor)
                .query((row, _) ->
                        new Told(inbox, Instant.ofEpochMilli(row.getLong(2)), JSON.readValue(row.getString(1), FACTS)))
                .optional();
    }

    /// Forgets what was told long ago.
    void forget(Instant before) {
        Pieces.all(
                database,
                (tx, some) ->
                        tx.sql().sql("""
                        delete from visitor_context where (tenant, inbox, visitor) in (
                          select tenant, inbox, visitor from visitor_context where told_at < ?
                          order by told_at limit ?)""").params(before.toEpochMilli(), some).update());
    }

    /// What was told last.
    ///
    /// @param facts by name
    record Told(InboxId inbox, Instant toldAt, Map<String, String> facts) {}
}
