package io.omnihub.channel.email;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mail server found out of who sent a mail (RFC 8601).
final class EmailAuthentication {

    private static final Pattern RESULT =
            Pattern.compile("^\\s*(spf|dkim|dmarc)(?:/\\d{1,3})?\\s*=\\s*([a-z]{1,20})(?=\\s|$)");

    private static final int MOST_COMMENTS = 20;

    private EmailAuthentication() {}

    /// @param headers from the top, where the last server's stand
    /// @param trusted the name by which our own mail server signs
    static Map<String, String> read(List<String> headers, String trusted) {
        Map<String, String> results = new LinkedHashMap<>();
        for (String header : headers) {
            String[] parts = plain(header).split(";", -1);
            if (!parts[0].strip().split(" ", 2)[0].equals(trusted.toLowerCase(Locale.ROOT))) {
                continue;
            }
            for (String part : parts) {
                Matcher result = RESULT.matcher(part);
                if (result.find()) {
                    // Of several signatures one that is right is enough.
                    results.merge(
                            result.group(1),
                            result.group(2),
                            (one, other) -> result.group(1).equals("dkim") && other.equals("pass") ? other : one);
                }
            }
            break;
        }
        return Map.copyOf(results);
    }

    /// Without what anybody may have put into it: texts in quotation marks and comments.
    private static String plain(String header) {
        String plain = header.replaceAll("\"(?:[^\"\\\\]|\\\\.)*+\"", "x").replaceAll("\\s+", " ");
        for (int i = 0; i < MOST_COMMENTS && plain.indexOf('(') >= 0; i++) {
            plain = plain.replaceAll("\\([^()]*\\)", " ");
        }
        return plain.toLowerCase(Locale.ROOT);
    }
}
