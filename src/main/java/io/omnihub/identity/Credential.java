package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody is known by, and with whose end all ends that lives by it: see [IdentityEnds].
///
/// @param id      of a login or a token its id, of a password the account's name, of a visitor the visitor's id
/// @param stamp   of a password: tells whether it and the account's role are still the same; else empty
/// @param expires when it ends by itself; null where only the database knows
public record Credential(
        Kind kind,
        TenantId tenant,
        String id,
        String stamp,
        @Nullable Instant expires) {

    /// A visitor's token.
    public static Credential visitor(TenantId tenant, String id, Instant expires) {
        return new Credential(Kind.VISITOR, tenant, id, "", expires);
    }

    static Credential login(TenantId tenant, String id) {
        return new Credential(Kind.LOGIN, tenant, id, "", null);
    }

    static Credential token(ApiToken token) {
        return new Credential(Kind.TOKEN, token.tenant(), token.id(), "", token.expires());
    }

    static Credential password(Accounts.Stored stored) {
        return new Credential(
                Kind.PASSWORD, stored.account().tenant(), stored.account().name(), stored.stamp(), null);
    }

    boolean isOver(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    Key key() {
        return new Key(kind, tenant, id);
    }

    /// As text, for a ticket.
    String text() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + id + ":" + stamp;
    }

    /// Reads what [#text()] wrote.
    ///
    /// @return empty where it is none
    static Optional<Credential> parse(TenantId tenant, String text) {
        String[] parts = text.split(":", 3);
        try {
            return parts.length == 3
                    ? Optional.of(new Credential(
                            Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), tenant, parts[1], parts[2], null))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What there is.
    public enum Kind {
        /// A browser's login.
        LOGIN,
        /// A program's token.
        TOKEN,
        /// A password that comes with each request.
        PASSWORD,
        /// A visitor's token.
        VISITOR
    }

    /// Names a credential to other nodes.
    public record Key(Kind kind, TenantId tenant, String id) {}
}
