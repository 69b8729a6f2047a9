package io.omnihub.visitor;

import io.omnihub.keys.TenantKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Writes and reads visitors' tokens: `v1.` with what is claimed and an HMAC-SHA-256 over it with a key of the
/// tenant's.
final class VisitorTokens {

    private static final String VERSION = "v1.";
    private static final String PURPOSE = "visitor-token";
    private static final int LONGEST = 4_096;
    private static final JsonMapper JSON = new JsonMapper();

    private final Sites sites;
    private final TenantKeys keys;

    VisitorTokens(Sites sites, TenantKeys keys) {
        this.sites = sites;
        this.keys = keys;
    }

    String write(Visitor visitor) {
        Claims claims = new Claims(
                visitor.site().inbox().id().value(),
                visitor.id(),
                visitor.name(),
                visitor.email(),
                visitor.locale(),
                visitor.expires().getEpochSecond());
        try {
            String payload = VERSION + encode(JSON.writeValueAsBytes(claims));
            return payload + "." + encode(hmac(visitor.site(), payload));
        } catch (JacksonException e) {
            throw new IllegalStateException("Claims can always be written", e);
        }
    }

    /// The visitor that a token speaks of, though it may have expired; empty where the token is not ours.
    Optional<Visitor> read(String token) {
        int end = token.lastIndexOf('.');
        if (token.length() > LONGEST || !token.startsWith(VERSION) || end <= VERSION.length()) {
            return Optional.empty();
        }
        try {
            String payload = token.substring(0, end);
            byte[] claimed = Base64.getUrlDecoder().decode(payload.substring(VERSION.length()));
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
            // JSON's null is none, and one without a site names none.
            return Optional.ofNullable(JSON.readValue(new String(claimed, StandardCharsets.UTF_8), Claims.class))
                    .flatMap(claims -> visitor(claims, payload, signature));
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }

    private Optional<Visitor> visitor(Claims claims, String payload, byte[] signature) {
        return Optional.ofNullable(claims.site())
                .flatMap(sites::find)
                .filter(site -> MessageDigest.isEqual(hmac(site, payload), signature))
                .map(claims::visitor);
    }

    private byte[] hmac(Site site, String payload) {
        return keys.mac(site.inbox().tenant(), PURPOSE, payload.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// @param expires seconds since 1970
    private record Claims(String site, String id, String name, String email, String locale, long expires) {

        Visitor visitor(Site of) {
            return new Visitor(of, id, name, email, locale, Instant.ofEpochSecond(expires));
        }
    }
}
