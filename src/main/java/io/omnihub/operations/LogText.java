package io.omnihub.operations;

import java.util.HexFormat;

/// Text of strangers as it may stand in one line of a log.
final class LogText {

    private static final HexFormat HEX = HexFormat.of();

    private LogText() {}

    /// The same text where it is plain; else with an escape in place of everything that would begin a line, steer a
    /// terminal or turn the direction of what follows.
    static String escape(String text) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (isPlain(c)) {
                        escaped.append(c);
                    } else {
                        escaped.append("\\u").append(HEX.toHexDigits(c));
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c) {
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
