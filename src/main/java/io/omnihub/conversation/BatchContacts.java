package io.omnihub.conversation;

import io.omnihub.contact.Contact;
import io.omnihub.contact.Contacts;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ContactId;
import io.omnihub.message.Header;
import io.omnihub.store.Transaction;
import java.time.Instant;

/// The people of one batch: who begins a conversation, and who somebody turns out to be.
final class BatchContacts {

    private final Contacts contacts;
    private final Transaction tx;
    private final Instant now;

    BatchContacts(Contacts contacts, Transaction tx, Instant now) {
        this.contacts = contacts;
        this.tx = tx;
        this.now = now;
    }

    /// Whose conversation begins.
    ContactId of(Header header) {
        return contacts.insertOrRead(
                tx,
                header.tenant(),
                header.inbox(),
                header.thread(),
                header.sender().name(),
                now.toEpochMilli());
    }

    /// Whether a change takes back that the contact is another one, which was never found.
    boolean isNothingToUndo(Conversation conversation, ContactChange change) {
        return "".equals(change.attributes().get(ContactChange.UNION_ID))
                && !contacts.isMerged(tx, conversation.tenant(), identity(conversation));
    }

    /// Who the contact is, after what was learnt.
    ContactId recognised(Conversation conversation, ContactChange change) {
        String unionId = change.attributes().get(ContactChange.UNION_ID);
        if (unionId == null) {
            return conversation.contact();
        }
        Contact.Identity identity = identity(conversation);
        if (!unionId.isEmpty()) {
            return contacts.unite(
                    tx, conversation.tenant(), conversation.channel(), identity, conversation.contact(), unionId);
        }
        return contacts.isMerged(tx, conversation.tenant(), identity)
                ? contacts.separate(tx, conversation.tenant(), identity)
                : conversation.contact();
    }

    void change(Conversation conversation, ContactChange change) {
        contacts.change(tx, conversation.tenant(), conversation.contact(), change);
    }

    private static Contact.Identity identity(Conversation conversation) {
        return new Contact.Identity(conversation.inbox(), conversation.thread());
    }
}
