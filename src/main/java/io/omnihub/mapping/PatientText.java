package io.omnihub.mapping;

/// A text that is read by a regular expression a number of times at most: some expressions need longer than the world
/// stands for a text of fifty letters.
final class PatientText implements CharSequence {

    private static final long READS_OF_ALL = 1_000;
    private static final long READS = 100_000;

    private final String text;
    private final int begin;
    private final int end;
    private final long[] left;

    private PatientText(String text, int begin, int end, long[] left) {
        this.text = text;
        this.begin = begin;
        this.end = end;
        this.left = left;
    }

    static PatientText of(String text) {
        return new PatientText(text, 0, text.length(), new long[] {READS + text.length() * READS_OF_ALL});
    }

    @Override
    public int length() {
        return end - begin;
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new IllegalArgumentException("the regular expression takes too long for this text");
        }
        return text.charAt(begin + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new PatientText(text, begin + from, begin + to, left);
    }

    @Override
    public String toString() {
        return text.substring(begin, end);
    }
}
