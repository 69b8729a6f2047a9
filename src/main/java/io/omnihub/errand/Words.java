package io.omnihub.errand;

/// Makes what others say fit for the ledger and the log, whose rules it need not keep.
public final class Words {

    private static final int LONGEST_ID = 512;
    private static final int LONGEST_SENTENCE = 2_000;

    private Words() {}

    /// An id or code: one that is too long is cut, since it could never come back.
    public static String id(String text) {
        return clean(text, LONGEST_ID);
    }

    static String sentence(String text) {
        return clean(text, LONGEST_SENTENCE);
    }

    /// Control characters, and halves of characters, become question marks.
    private static String clean(String text, int longest) {
        StringBuilder clean = new StringBuilder();
        text.substring(0, Math.min(text.length(), longest))
                .codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
