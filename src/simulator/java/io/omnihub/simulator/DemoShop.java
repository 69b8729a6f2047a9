package io.omnihub.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The server side of the demo's shop: its only customer logs in with one click, and it signs who she is.
@RestController
@ConditionalOnProperty("demo")
@RequestMapping("/demo")
final class DemoShop {

    static final String SITE = "shop";
    static final String SECRET = "the secret that the demo shop shares with the hub";

    private static final Duration VALID = Duration.ofMinutes(30);

    private final Clock clock;

    DemoShop(Clock clock) {
        this.clock = clock;
    }

    @PostMapping(path = "/login", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, String> login() throws GeneralSecurityException {
        long expires = clock.instant().plus(VALID).getEpochSecond();
        String claims = """
                {"sub": "customer-1001", "name": "Han Meimei", "email": "meimei@customer.example", "exp": %d}""".formatted(expires);
        return Map.of("token", sign("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims));
    }

    private static String sign(String header, String claims) throws GeneralSecurityException {
        String signed =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
