package io.omnihub.visitor;

import io.omnihub.contact.Originals;
import io.omnihub.conversation.ConversationIds;
import io.omnihub.identity.Tenant;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.keys.TenantKeys;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/// Says who visitors are, by tokens that it makes and checks.
public final class Visitors {

    private static final Duration VALID = Duration.ofDays(7);

    /// So long after its end a token still says who an anonymous visitor was.
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private static final int ID_BYTES = 16;

    private final TenantKeys keys;
    private final Originals originals;
    private final TenantRegistry tenants;
    private final Clock clock;
    private final VisitorTokens tokens;
    private final SecureRandom random = new SecureRandom();

    Visitors(TenantKeys keys, Originals originals, TenantRegistry tenants, Sites sites, Clock clock) {
        this.keys = keys;
        this.originals = originals;
        this.tenants = tenants;
        this.clock = clock;
        this.tokens = new VisitorTokens(sites, keys);
    }

    /// Whether somebody would be one of whom nothing is known yet.
    boolean isNew(Site site, String user, String earlier) {
        return user.isEmpty() && renewable(site, earlier, clock.instant()).isEmpty();
    }

    /// Makes a token.
    ///
    /// @param user    what the site's server signed; empty for an anonymous visitor
    /// @param earlier a token of before, so that an anonymous visitor stays the same; empty where there is none.
    ///                One that can't be used any more makes a new visitor.
    /// @throws io.omnihub.message.InvalidMessageException where the user's token is wrong
    public Issued issue(Site site, String user, String earlier) {
        Instant now = clock.instant();
        Instant expires = now.plus(VALID).truncatedTo(ChronoUnit.SECONDS);
        Visitor visitor;
        if (user.isEmpty()) {
            String id = renewable(site, earlier, now).orElseGet(() -> Visitor.ANONYMOUS + randomId());
            visitor = new Visitor(site, id, "", "", "", expires);
        } else {
            UserTokens.User known = UserTokens.read(site, user, now);
            String id = Visitor.IDENTIFIED + hash(site, known.subject());
            originals.keep(site.inbox().tenant(), site.inbox().id(), id, known.subject());
            visitor = new Visitor(site, id, known.name(), known.email(), known.locale(), expires);
        }
        return new Issued(tokens.write(visitor), visitor);
    }

    /// The visitor that a token speaks of; empty where it is wrong or has expired.
    public Optional<Visitor> find(String token) {
        return tokens.read(token).filter(visitor -> visitor.expires().isAfter(clock.instant()));
    }

    /// The visitor's conversation, which begins with the first message.
    public ConversationId conversation(Visitor visitor) {
        return conversation(visitor.tenant(), visitor.site().inbox().id(), visitor.id());
    }

    /// The conversation of whoever is known in an inbox by an id.
    public ConversationId conversation(TenantId tenant, InboxId inbox, String id) {
        Tenant known = tenants.find(tenant).orElseThrow();
        return ConversationIds.of(known.idKey(), inbox, id);
    }

    private Optional<String> renewable(Site site, String earlier, Instant now) {
        return tokens.read(earlier)
                .filter(visitor -> !visitor.identified()
                        && visitor.site().equals(site)
                        && visitor.expires().plus(REMEMBERED).isAfter(now))
                .map(Visitor::id);
    }

    private String randomId() {
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /// With the tenant's key, or ids that are mere numbers could be tried out.
    private String hash(Site site, String subject) {
        byte[] mac = keys.mac(site.inbox().tenant(), "visitor", subject.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, ID_BYTES);
    }

    /// A new token and whose it is.
    public record Issued(String token, Visitor visitor) {

        @Override
        public String toString() {
            return "Issued[" + visitor + "]";
        }
    }
}
