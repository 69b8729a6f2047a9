package io.omnihub.mapping;

import java.util.function.Supplier;

/// A text that is read by a regular expression a number of times at most: some expressions need longer than the world
/// stands for a text of fifty letters. All texts of an input together are read a number of times at most, too.
final class PatientText implements CharSequence {

    private static final long READS_OF_ALL = 1_000;
    private static final long READS = 100_000;
    private static final long READS_OF_LONG = 10_000_000;
    private static final long READS_OF_EACH = 50;
    private static final ScopedValue<long[]> INPUT = ScopedValue.newInstance();

    private final String text;
    private final int begin;
    private final int end;
    private final long[] left;
    private final long[] leftOfInput;

    private PatientText(String text, int begin, int end, long[] left, long[] leftOfInput) {
        this.text = text;
        this.begin = begin;
        this.end = end;
        this.left = left;
        this.leftOfInput = leftOfInput;
    }

    /// Reads an input of so many bytes.
    static <T> T within(int bytes, Supplier<T> reading) {
        return ScopedValue.where(INPUT, new long[] {2 * READS_OF_LONG + bytes * READS_OF_EACH})
                .call(reading::get);
    }

    static PatientText of(String text) {
        long reads = Math.min(READS + text.length() * READS_OF_ALL, READS_OF_LONG + text.length() * READS_OF_EACH);
        return new PatientText(
                text,
                0,
                text.length(),
                new long[] {reads},
                INPUT.isBound() ? INPUT.get() : new long[] {Long.MAX_VALUE});
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
        if (--leftOfInput[0] < 0) {
            throw new IllegalArgumentException("the regular expressions take too long for this input");
        }
        return text.charAt(begin + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new PatientText(text, begin + from, begin + to, left, leftOfInput);
    }

    @Override
    public String toString() {
        return text.substring(begin, end);
    }
}
