package io.omnihub.visitor;

import io.omnihub.conversation.Actor;
import io.omnihub.identity.Credential;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Who comes through a site.
///
/// @param id      `v-` and random bits, or, of somebody the site vouches for, `u-` and a hash of its id there
/// @param name    as the site's server signed it; empty where unknown
/// @param email   the same
/// @param locale  the same
/// @param expires when the token ends
public record Visitor(Site site, String id, String name, String email, String locale, Instant expires) {

    static final String ANONYMOUS = "v-";
    static final String IDENTIFIED = "u-";

    public TenantId tenant() {
        return site.inbox().tenant();
    }

    /// What the visitor is known by, until the token ends.
    public Credential credential() {
        return Credential.visitor(tenant(), site.inbox().id() + "/" + id, expires);
    }

    /// Its name among all visitors.
    public String who() {
        return site.inbox().tenant() + "/" + site.inbox().id() + "/" + id;
    }

    public boolean identified() {
        return id.startsWith(IDENTIFIED);
    }

    /// The visitor at the door for what is wished.
    ///
    /// @param conversation the visitor's
    public Actor.Visitor actor(ConversationId conversation) {
        return new Actor.Visitor(
                tenant(), site.inbox().channel(), site.inbox().id(), id, sender(), who(), conversation);
    }

    public Sender sender() {
        return new Sender(Sender.Kind.CONTACT, id, name);
    }

    /// Whether the site's server told more of the visitor than a name.
    public boolean hasProfile() {
        return !email.isEmpty() || !locale.isEmpty();
    }

    /// What the site's server told of the visitor.
    public ContactChange profile() {
        Map<String, String> attributes = new HashMap<>();
        if (!email.isEmpty()) {
            attributes.put("email", email);
        }
        return new ContactChange(name, locale, attributes);
    }
}
