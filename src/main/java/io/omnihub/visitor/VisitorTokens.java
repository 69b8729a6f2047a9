package io.omnihub.visitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes and reads visitors' tokens: `v1.` with what is claimed and an HMAC-SHA-256 over it with the tenant's key.
final class VisitorTokens {

    private static final String VERSION = "v1.";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST = 4_096;
    private static final JsonMapper JSON = new JsonMapper();

    private final Sites sites;
    private final Function<Site, byte[]> keys;

    /// @param keys gives the key of a site's tenant
    VisitorTokens(Sites sites, Function<Site, byte[]> keys) {
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
            return payload + "." + encode(hmac(keys.apply(visitor.site()), payload));
        } catch (JsonProcessingException e) {
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
        } catch (IllegalArgumentException | JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private Optional<Visitor> visitor(Claims claims, String payload, byte[] signature) {
        return Optional.ofNullable(claims.site())
                .flatMap(sites::find)
                .filter(site -> MessageDigest.isEqual(hmac(keys.apply(site), payload), signature))
                .map(claims::visitor);
    }

    private static byte[] hmac(byte[] key, String payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(payload.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
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
