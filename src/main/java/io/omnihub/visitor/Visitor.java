package io.omnihub.visitor;

import io.omnihub.message.ContactChange;
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

    public boolean identified() {
        return id.startsWith(IDENTIFIED);
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
