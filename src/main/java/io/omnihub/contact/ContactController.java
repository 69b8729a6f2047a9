package io.omnihub.contact;

import io.omnihub.identity.Caller;
import io.omnihub.message.ContactId;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.web.Page;
import io.omnihub.web.PageCursor;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows contacts.
@RestController
@RequestMapping("/api/v1/contacts")
@Tag(name = "Contacts")
final class ContactController {

    private final Contacts contacts;
    private final Originals originals;
    private final Database database;

    ContactController(Contacts contacts, Originals originals, Database database) {
        this.contacts = contacts;
        this.originals = originals;
        this.database = database;
    }

    @GetMapping
    @Operation(
            summary = "Lists contacts, those met last first",
            description =
                    "`externalId` finds whom a platform, or a site, knows by that id. Where a contact is known stands in the"
                            + " answer for that contact alone.")
    Page<ContactItem> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam Optional<String> externalId,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        PageCursor after = PageCursor.parse(cursor);
        var mark = after == null ? null : new Contacts.Mark(after.at(), new ContactId(after.id()));
        List<Contact> read = database.read(
                Tenants.of(caller.tenant()),
                tx -> contacts.list(
                        tx,
                        caller.tenant(),
                        externalId.map(given -> knownAs(tx, caller.tenant(), given)),
                        mark,
                        limit + 1));
        return Page.of(
                read, limit, last -> new PageCursor(last.createdAt(), last.id().value()), ContactItem::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a contact and where it is known")
    ContactView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        ContactId contact;
        try {
            contact = new ContactId(id);
        } catch (InvalidMessageException _) {
            throw ProblemException.notFound();
        }
        return database.read(Tenants.of(caller.tenant()), tx -> contacts.find(tx, caller.tenant(), contact))
                .map(found -> ContactView.of(found, originals.of(caller.tenant(), found.identities())))
                .orElseThrow(ProblemException::notFound);
    }

    /// An id as a platform or a site has it, and what the hub made of it.
    private List<String> knownAs(Transaction tx, TenantId tenant, String given) {
        List<String> ids = new ArrayList<>(originals.externalIds(tx, tenant, given));
        ids.add(given);
        return ids;
    }

    /// A contact in a list.
    ///
    /// @param locale BCP 47 language tag; empty where unknown
    record ContactItem(ContactId id, String name, String locale, Map<String, String> attributes, Instant createdAt) {

        static ContactItem of(Contact contact) {
            return new ContactItem(
                    contact.id(), contact.name(), contact.locale(), contact.attributes(), contact.createdAt());
        }
    }

    /// A contact as the API shows it.
    ///
    /// @param locale BCP 47 language tag; empty where unknown
    record ContactView(
            ContactId id,
            String name,
            String locale,
            Map<String, String> attributes,
            Instant createdAt,
            List<IdentityView> identities) {

        static ContactView of(Contact contact, Map<Contact.Identity, String> originals) {
            return new ContactView(
                    contact.id(),
                    contact.name(),
                    contact.locale(),
                    contact.attributes(),
                    contact.createdAt(),
                    contact.identities().stream()
                            .map(identity -> new IdentityView(
                                    identity.inbox(), identity.externalId(), originals.getOrDefault(identity, "")))
                            .toList());
        }
    }

    /// Where a contact is known.
    ///
    /// @param original what the site itself calls the contact, where `externalId` is made from it; else empty
    record IdentityView(InboxId inbox, String externalId, String original) {}
}
