package io.omnihub.channel.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/// A header with parameters, whose values may be cut and encoded by RFC 2231, encoded as words, or not encoded at all.
///
/// @param value      in small letters
/// @param parameters by their names in small letters
record EmailParameters(String value, Map<String, String> parameters) {

    static final EmailParameters NONE = new EmailParameters("", Map.of());

    private static final int MOST_PIECES = 100;
    private static final Pattern PIECE = Pattern.compile("([^*]+)(?:\\*(\\d{1,3}))?(\\*)?");

    /// @param raw its bytes, one in each character
    static EmailParameters read(String raw, EmailText text) {
        // The parser reads UTF-8: so it gives back one character for each byte.
        ByteSequence bytes = ContentUtil.encode(StandardCharsets.UTF_8, raw);
        RawBody body = RawFieldParser.DEFAULT.parseRawBody(bytes, new ParserCursor(0, bytes.length()));
        Map<String, TreeMap<Integer, Piece>> pieces = new LinkedHashMap<>();
        for (NameValuePair pair : body.getParams()) {
            Matcher piece = PIECE.matcher(pair.getName().toLowerCase(Locale.ROOT));
            if (piece.matches() && pair.getValue() != null) {
                int number = piece.group(2) == null ? 0 : Integer.parseInt(piece.group(2));
                TreeMap<Integer, Piece> all = pieces.computeIfAbsent(piece.group(1), _ -> new TreeMap<>());
                boolean encoded = piece.group(3) != null;
                // What is encoded says more than what stands beside it for older programs.
                if (number < MOST_PIECES && (encoded || !all.containsKey(number))) {
                    all.put(number, new Piece(pair.getValue(), encoded));
                }
            }
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        pieces.forEach((name, all) -> parameters.put(name, value(all, text)));
        String value = body.getValue() == null ? "" : body.getValue().strip().toLowerCase(Locale.ROOT);
        return new EmailParameters(value, Map.copyOf(parameters));
    }

    private static String value(TreeMap<Integer, Piece> pieces, EmailText text) {
        Piece first = pieces.firstEntry().getValue();
        if (pieces.size() == 1 && !first.encoded()) {
            return text.header(first.value());
        }
        String charset = "";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean begun = false;
        for (Piece piece : pieces.values()) {
            String value = piece.value();
            if (!begun && piece.encoded()) {
                String[] parts = value.split("'", 3);
                if (parts.length == 3) {
                    charset = parts[0];
                    value = parts[2];
                }
            }
            begun = true;
            bytes.writeBytes(piece.encoded() ? percent(value) : value.getBytes(StandardCharsets.ISO_8859_1));
        }
        return EmailText.clean(text.text(bytes.toByteArray(), charset));
    }

    private static byte[] percent(String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            int code = value.charAt(i) == '%' && i + 2 < value.length()
                    ? EmailText.hex(value.charAt(i + 1)) * 16 + EmailText.hex(value.charAt(i + 2))
                    : -1;
            if (code >= 0) {
                bytes.write(code);
                i += 2;
            } else {
                bytes.write(value.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    private record Piece(String value, boolean encoded) {}
}
