package io.omnihub.channel.callback;

import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The query of a callback, read from the request line itself, where a name that comes twice proves nothing.
public final class CallbackQuery {

    private final Map<String, String> values = new HashMap<>();

    /// @param raw the query as sent, null where there is none
    CallbackQuery(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (values.put(name, value) != null) {
                throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
            }
        }
    }

    /// A parameter's value, empty where it is missing.
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /// A plus sign stays one: it belongs to Base64, and the platforms write spaces as %20.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
        }
    }
}
