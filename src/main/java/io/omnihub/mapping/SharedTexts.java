package io.omnihub.mapping;

/// Counts the texts that the cells of a workbook share, which are elements `si`, with any prefix and in any encoding
/// that has the bytes of ASCII, whichever of the workbook's files they are in.
final class SharedTexts {

    private static final byte[] NAME = {'s', 'i'};
    private static final int OUTSIDE = -1;

    /// How many letters of the name the element that begins has had; [#OUTSIDE] where none begins.
    private int matched = OUTSIDE;

    private int count;

    /// Goes on with the next bytes of a file.
    void read(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (next == '<' || (next == ':' && matched != OUTSIDE)) {
                matched = 0;
            } else if (matched != OUTSIDE && next != 0) {
                matched = letter(next);
            }
        }
    }

    private int letter(byte next) {
        boolean ends = next == '>' || next == '/' || next == ' ' || next == '\t' || next == '\r' || next == '\n';
        if (ends) {
            count += matched == NAME.length ? 1 : 0;
            return OUTSIDE;
        }
        // Another name: a prefix may still end in it.
        return matched < NAME.length && next == NAME[matched] ? matched + 1 : NAME.length + 1;
    }

    int count() {
        return count;
    }
}
