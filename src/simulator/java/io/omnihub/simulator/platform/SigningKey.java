package io.omnihub.simulator.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// By which calls are signed as Standard Webhooks are.
public final class SigningKey {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final byte[] key;

    /// @param key `whsec_` and Base64
    public SigningKey(String key) {
        this.key = Base64.getDecoder().decode(key.replace("whsec_", ""));
    }

    /// @param time in seconds
    public String sign(String id, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws BreachException where a call is not signed by it, or at another time than now
    public void verify(ApiCall call, Instant now) {
        String time = call.header("webhook-timestamp");
        if (!call.header("webhook-signature").equals(sign(call.header("webhook-id"), time, call.body()))
                || Math.abs(now.getEpochSecond() - Long.parseLong(time)) > WINDOW.toSeconds()) {
            throw new BreachException("the call is not signed");
        }
    }
}
