package io.omnihub.conformance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.web.util.UriComponentsBuilder;

/// How a platform proves that it is the caller: the other side of a route's step `callback:…`, made of its options.
final class Proof {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Duration LATE = Duration.ofMinutes(1);

    private final String step;
    private final Map<String, String> options;
    private final String secret;
    private final String user;

    /// @param step   as the route names it
    /// @param secret that the hub knows
    /// @param user   where the step takes one
    private Proof(String step, Map<String, String> options, String secret, String user) {
        this.step = step;
        this.options = options;
        this.secret = secret;
        this.user = user;
    }

    /// @throws NotApplicableException where it is none of the steps that prove
    static Proof of(String uri, Declaration declaration) {
        String step = uri.replaceFirst("\\?.*", "").replaceFirst("^callback:", "");
        Map<String, String> options = new LinkedHashMap<>(standard(step));
        options.putAll(options(uri));
        String named = options.getOrDefault("secret", secretOf(step));
        return new Proof(
                step,
                options,
                declaration.secret(named, options.getOrDefault("secretEncoding", "text")),
                declaration.property(options.getOrDefault("user", "user")));
    }

    /// What an address of a step says behind its question mark.
    static Map<String, String> options(String uri) {
        return UriComponentsBuilder.fromUriString(uri.replaceFirst("^callback:", "callback:/"))
                .build()
                .getQueryParams()
                .toSingleValueMap();
    }

    private static String secretOf(String step) {
        return switch (step) {
            case "hmac", "standard-webhooks" -> "signing-key";
            case "token" -> "token";
            case "basic" -> "password";
            default -> throw new NotApplicableException("calls are proved by " + step + ", which the kit can't do");
        };
    }

    private static Map<String, String> standard(String step) {
        return step.equals("standard-webhooks")
                ? Map.of(
                        "signature", "header:webhook-signature",
                        "signed", "{header:webhook-id}.{header:webhook-timestamp}.{body}",
                        "prefix", "v1,",
                        "encoding", "base64",
                        "secretEncoding", "base64",
                        "time", "header:webhook-timestamp")
                : Map.of();
    }

    private boolean signs() {
        return step.equals("hmac") || step.equals("standard-webhooks");
    }

    /// A call that is genuine now.
    Call seal(Sample sample) {
        return seal(sample.bytes(), sample, Instant.now(), secret);
    }

    /// The same of other bytes.
    Call seal(byte[] body, Sample sample) {
        return seal(body, sample, Instant.now(), secret);
    }

    /// Calls that prove nothing, by what is wrong.
    Map<String, Call> wrong(Sample sample) {
        Call right = seal(sample);
        Map<String, Call> wrong = new LinkedHashMap<>();
        wrong.put("no proof", unsealed(sample));
        wrong.put("another secret", seal(sample.bytes(), sample, Instant.now(), other()));
        if (signs()) {
            byte[] altered = right.body();
            altered[altered.length / 2] ^= 1;
            wrong.put("a body that was altered", new Call(right.query(), right.headers(), altered));
        }
        Duration window = DurationStyle.detectAndParse(options.getOrDefault("window", "5m"));
        if (options.containsKey("time") && !window.isZero()) {
            Instant stale = Instant.now().minus(window).minus(LATE);
            wrong.put("a time that is over", seal(sample.bytes(), sample, stale, secret));
        }
        return wrong;
    }

    /// A secret of the same form that the hub does not know.
    private String other() {
        return Declaration.random(options.getOrDefault("secretEncoding", "text"));
    }

    private Call unsealed(Sample sample) {
        return new Call("", headers(sample), sample.bytes());
    }

    private static Map<String, String> headers(Sample sample) {
        Map<String, String> headers = new LinkedHashMap<>(sample.headers());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("Content-Type"));
        headers.put("Content-Type", sample.contentType());
        return headers;
    }

    private Call seal(byte[] body, Sample sample, Instant at, String key) {
        Map<String, String> places = new LinkedHashMap<>();
        switch (step) {
            case "token" -> places.put(options.getOrDefault("at", ""), key);
            case "basic" ->
                places.put(
                        "header:Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":" + key).getBytes(StandardCharsets.UTF_8)));
            default -> sign(body, at, key, places);
        }
        return call(headers(sample), places, body);
    }

    /// A call with values in their places, such as `query:token` or `header:X-Token`.
    static Call call(Map<String, String> given, Map<String, String> places, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(given);
        Map<String, String> query = new LinkedHashMap<>();
        places.forEach((place, value) -> {
            String[] parts = place.split(":", 3);
            if (parts[0].equals("query")) {
                query.put(parts[1], value);
            } else if (parts.length == 3) {
                headers.merge(parts[1], parts[2] + "=" + value, (a, b) -> a + "," + b);
            } else {
                headers.put(parts[1], value);
            }
        });
        return new Call(
                query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")),
                headers,
                body);
    }

    private void sign(byte[] body, Instant at, String key, Map<String, String> places) {
        String signed = options.getOrDefault("signed", "{body}");
        Matcher place = PLACE.matcher(signed);
        while (place.find()) {
            String name = place.group(1);
            if (name.startsWith("header:") || name.startsWith("query:")) {
                places.put(
                        name,
                        name.equals(options.get("time"))
                                ? time(at)
                                : UUID.randomUUID().toString());
            }
        }
        String signature = signature(body, key, signed, places);
        places.put(options.getOrDefault("signature", ""), options.getOrDefault("prefix", "") + signature);
    }

    private String time(Instant at) {
        return Long.toString(
                options.getOrDefault("timeUnit", "seconds").equals("millis") ? at.toEpochMilli() : at.getEpochSecond());
    }

    private String signature(byte[] body, String key, String signed, Map<String, String> places) {
        String algorithm = options.getOrDefault("algorithm", "HmacSHA256");
        byte[] bytes = Declaration.bytes(key, options.getOrDefault("secretEncoding", "text"));
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(bytes, algorithm));
            Matcher place = PLACE.matcher(signed);
            int end = 0;
            while (place.find()) {
                mac.update(utf8(signed.substring(end, place.start())));
                mac.update(
                        switch (place.group(1)) {
                            case "body" -> body;
                            case "secret" -> bytes;
                            case "method" -> utf8("POST");
                            case String name -> utf8(places.getOrDefault(name, ""));
                        });
                end = place.end();
            }
            mac.update(utf8(signed.substring(end)));
            return options.getOrDefault("encoding", "hex")
                            .toLowerCase(Locale.ROOT)
                            .equals("base64")
                    ? Base64.getEncoder().encodeToString(mac.doFinal())
                    : HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new NotApplicableException("calls are signed by " + algorithm + ", which this Java has not");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
