package io.omnihub.conformance;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a channel's file declares, with secrets that open nothing and addresses that lead to the kit's own platform.
final class Declaration {

    private static final Pattern HOSTS =
            Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+(\\s*,\\s*[a-z0-9-]+(\\.[a-z0-9-]+)+)*");
    private static final String PREFIX = "whsec_";
    private static final int KEY = 32;
    private static final int HEX = 16;
    private static final String SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final String channel;
    private final Map<String, Object> declared;
    private final String inbox;
    private final Map<String, Object> account;

    private Declaration(String channel, Map<String, Object> declared, String inbox, Map<String, Object> account) {
        this.channel = channel;
        this.declared = declared;
        this.inbox = inbox;
        this.account = account;
    }

    /// @param file     as it is read from YAML
    /// @param platform where the kit's platform is called
    /// @throws NotApplicableException where it declares nothing that can be tried
    static Declaration of(String channel, @Nullable Object file, String platform) {
        Map<String, Object> declared = new LinkedHashMap<>(
                map(map(map(file).get("omnihub")).get("channels")).get(channel) instanceof Map<?, ?> found
                        ? map(found)
                        : Map.of());
        Map<String, Object> inboxes = map(declared.get("inboxes"));
        if (inboxes.isEmpty() || !declared.containsKey("capabilities")) {
            throw new NotApplicableException(
                    "its file declares no channel with capabilities and an inbox; a channel in Java has tests of its own");
        }
        String inbox = inboxes.keySet().iterator().next();
        Map<String, Object> account = new LinkedHashMap<>(map(inboxes.get(inbox)));
        // The hub that is started has one tenant, and nobody waits for a platform's limits.
        account.remove("tenant");
        account.put("sends-per-second", "1000");
        Map<String, Object> properties = new LinkedHashMap<>(map(account.get("properties")));
        properties.replaceAll((_, value) -> {
            String text = String.valueOf(value);
            return HOSTS.matcher(text).matches() ? "localhost" : LocalPlatform.here(text, platform);
        });
        account.put("properties", properties);
        Map<String, Object> secrets = new LinkedHashMap<>(map(account.get("secrets")));
        secrets.replaceAll((_, _) -> random("base64"));
        account.put("secrets", secrets);
        return new Declaration(channel, declared, inbox, account);
    }

    String inbox() {
        return inbox;
    }

    /// The kinds of parts that can be sent.
    List<String> sends() {
        return list(map(declared.get("capabilities")).get("sends")).stream()
                .map(String::valueOf)
                .toList();
    }

    boolean fetches() {
        return "true".equals(String.valueOf(declared.get("fetches-media")));
    }

    String property(String name) {
        return String.valueOf(map(account.get("properties")).getOrDefault(name, ""));
    }

    /// A secret that the step needs in an encoding of its own.
    String secret(String name, String encoding) {
        Map<String, Object> secrets = new LinkedHashMap<>(map(account.get("secrets")));
        if (!secrets.containsKey(name)) {
            throw new NotApplicableException("the inbox " + inbox + " has no secret " + name);
        }
        if (encoding.equals("hex")) {
            secrets.put(name, random(encoding));
            account.put("secrets", secrets);
        }
        return String.valueOf(secrets.get(name));
    }

    /// The file that the hub gets.
    Map<String, Object> file() {
        Map<String, Object> own = new LinkedHashMap<>(declared);
        own.put("inboxes", Map.of(inbox, account));
        return Map.of("omnihub", Map.of("channels", Map.of(channel, own)));
    }

    /// A secret of that encoding. One in Base64 serves as a text too, wherever it stands: it has letters and digits
    /// alone.
    static String random(String encoding) {
        SecureRandom random = new SecureRandom();
        String signs = encoding.equals("hex") ? SIGNS.substring(0, HEX) : SIGNS;
        StringBuilder secret = new StringBuilder(encoding.equals("hex") ? "" : PREFIX);
        for (int i = 0; i < KEY; i++) {
            secret.append(signs.charAt(random.nextInt(signs.length())));
        }
        return secret.toString();
    }

    static byte[] bytes(String secret, String encoding) {
        return switch (encoding) {
            case "hex" -> HexFormat.of().parseHex(secret);
            case "base64" -> Base64.getDecoder().decode(secret.replaceFirst("^" + PREFIX, ""));
            default -> secret.getBytes(StandardCharsets.UTF_8);
        };
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((name, each) -> map.put(String.valueOf(name), each));
        }
        return map;
    }

    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> given ? new ArrayList<>(given) : List.of();
    }
}
