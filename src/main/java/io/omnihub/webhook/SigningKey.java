package io.omnihub.webhook;

import io.omnihub.message.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key that signs webhooks as the Standard Webhooks say: `whsec_` and 24 to 64 bytes in Base64.
final class SigningKey {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;
    private static final int FRESH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    private SigningKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    static SigningKey fresh() {
        byte[] bytes = new byte[FRESH];
        RANDOM.nextBytes(bytes);
        return new SigningKey(bytes);
    }

    /// @throws InvalidMessageException where it is none
    static SigningKey parse(String text) {
        if (text.startsWith(PREFIX)) {
            try {
                byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
                if (bytes.length >= SHORTEST && bytes.length <= LONGEST) {
                    return new SigningKey(bytes);
                }
            } catch (IllegalArgumentException _) {
                // Its words would repeat the secret.
                throw invalid();
            }
        }
        throw invalid();
    }

    private static InvalidMessageException invalid() {
        return new InvalidMessageException("secret", "must be whsec_ and 24 to 64 bytes in Base64");
    }

    /// As whoever checks signatures keeps it.
    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /// One of the signatures in the header `webhook-signature`.
    ///
    /// @param id of the event
    String sign(String id, Instant time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((id + "." + time.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
