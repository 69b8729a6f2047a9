package io.omnihub.channel.fields;

/// Leaves out of a text what XML forbids, and what could not be stored: control characters but tabs and line ends,
/// U+FFFE, U+FFFF, and halves of characters. Phones send them, and platforms pass them on as they are.
public final class LegalText {

    private LegalText() {}

    /// The same text where there is nothing to leave out.
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Nearly all of a text is of these two kinds.
            boolean plain = (c >= ' ' && c < Character.MIN_SURROGATE) || c == '\n';
            if (!plain && !isLegal(text.codePointAt(i))) {
                return cleaned(text);
            }
            if (!plain && Character.isHighSurrogate(c)) {
                i++;
            }
        }
        return text;
    }

    /// Whether XML may have a character.
    static boolean isLegal(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || (codePoint >= ' ' && codePoint < Character.MIN_SURROGATE)
                || (codePoint > Character.MAX_SURROGATE && codePoint < 0xFFFE)
                || (codePoint >= Character.MIN_SUPPLEMENTARY_CODE_POINT && codePoint <= Character.MAX_CODE_POINT);
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(LegalText::isLegal).forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
