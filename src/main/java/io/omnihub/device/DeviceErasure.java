package io.omnihub.device;

import io.omnihub.contact.Contact;
import io.omnihub.contact.Contacts;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.message.ContactId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.visitor.Visitors;
import java.util.Optional;

/// Erases for good which devices a contact has, and what apps and pages told while the contact used them, in whichever
/// inboxes the contact is known. An app that is opened again registers and tells anew.
final class DeviceErasure {

    private final Devices devices;
    private final VisitorContexts contexts;
    private final Contacts contacts;
    private final Visitors visitors;
    private final Database database;
    private final AuditLog audit;

    DeviceErasure(
            Devices devices,
            VisitorContexts contexts,
            Contacts contacts,
            Visitors visitors,
            Database database,
            AuditLog audit) {
        this.devices = devices;
        this.contexts = contexts;
        this.contacts = contacts;
        this.visitors = visitors;
        this.database = database;
        this.audit = audit;
    }

    /// Erases all of a contact.
    ///
    /// @param who as the audit names who does it
    /// @return whether there is such a contact
    boolean erase(TenantId tenant, ContactId id, String who) {
        Optional<Contact> contact = database.read(Tenants.of(tenant), tx -> contacts.find(tx, tenant, id));
        if (contact.isEmpty()) {
            return false;
        }
        audit.append(tenant, new AuditNote(who, AuditAction.DEVICES_ERASED, id.value()));
        database.write(Tenants.of(tenant), tx -> {
            // Found again: who was found to be this contact meanwhile goes too.
            for (Contact.Identity identity :
                    contacts.find(tx, tenant, id).orElseThrow().identities()) {
                devices.removeAll(tx, tenant, visitors.conversation(tenant, identity.inbox(), identity.externalId()));
                contexts.remove(tx, tenant, identity);
            }
            return true;
        });
        database.purge();
        return true;
    }
}
