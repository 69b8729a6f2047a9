package io.omnihub.channel.steps;

import io.omnihub.channel.declared.DeclaredAccount;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;

/// Signs what is sent as Standard Webhooks say. A mapping that sets the header `webhook-id` to the call's key lets the
/// other side know a call that comes again.
final class Signer {

    private static final String ID = "webhook-id";
    private static final String PREFIX = "whsec_";

    private final String secret;
    private final Clock clock;

    Signer(String secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    void sign(HttpRequest.Builder request, Exchange exchange, byte[] body, DeclaredAccount account) {
        String id = Objects.requireNonNullElseGet(
                exchange.getMessage().getHeader(ID, String.class),
                () -> UUID.randomUUID().toString());
        String time = Long.toString(clock.instant().getEpochSecond());
        String key = account.secret(secret).getFirst();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            String base64 = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(base64), "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            request.setHeader(ID, id)
                    .setHeader("webhook-timestamp", time)
                    .setHeader("webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the secret " + secret + " is no key in Base64");
        }
    }
}
