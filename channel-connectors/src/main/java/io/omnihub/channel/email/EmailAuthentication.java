package io.omnihub.channel.email;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mail server found out of who sent a mail (RFC 8601).
final class EmailAuthentication {

    private static final Pattern RESULT = Pattern.compile("\\b(spf|dkim|dmarc)\\s*=\\s*([a-z]{1,20})");

    private EmailAuthentication() {}

    /// @param headers from the top, where the last server's stand
    /// @param trusted the name by which our own mail server signs
    static Map<String, String> read(List<String> headers, String trusted) {
        Map<String, String> results = new LinkedHashMap<>();
        for (String header : headers) {
            // Comments may hold anything.
            String plain = header.replaceAll("\\([^()]*\\)", " ")
                    .replaceAll("\\s+", " ")
                    .strip()
                    .toLowerCase(Locale.ROOT);
            int end = plain.indexOf(';');
            String server = end < 0 ? "" : plain.substring(0, end).strip().split(" ", 2)[0];
            if (!server.equals(trusted.toLowerCase(Locale.ROOT))) {
                continue;
            }
            Matcher result = RESULT.matcher(plain.substring(end));
            while (result.find()) {
                // Of several signatures one that is right is enough.
                results.merge(result.group(1), result.group(2), (one, other) -> other.equals("pass") ? other : one);
            }
            break;
        }
        return Map.copyOf(results);
    }
}
