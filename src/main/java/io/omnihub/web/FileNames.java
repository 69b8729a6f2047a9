package io.omnihub.web;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Names of files as they stand in `Content-Disposition`.
public final class FileNames {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /// What stands for itself in RFC 8187, beside letters and digits.
    private static final String PLAIN = "!#$&+-.^_`|~";

    private FileNames() {}

    /// The header for a name; where it is not plain ASCII with the name twice, as RFC 6266 wants it.
    ///
    /// @param type inline or attachment
    public static String disposition(String type, String name) {
        StringBuilder ascii = new StringBuilder(name.length());
        name.codePoints().forEach(c -> ascii.append(c < ' ' || c > '~' || "\"\\%/".indexOf(c) >= 0 ? '_' : (char) c));
        String header = type + "; filename=\"" + ascii + '"';
        return ascii.toString().equals(name) ? header : header + "; filename*=UTF-8''" + encoded(name);
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder(name.length() * 3);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= '0' && b <= '9')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= 'a' && b <= 'z')
                    || (b > 0 && PLAIN.indexOf(b) >= 0);
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
