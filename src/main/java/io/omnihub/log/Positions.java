package io.omnihub.log;

import java.util.Arrays;

/// At which positions of their partition some consecutive entries of one conversation stand: at most [#MOST], whose
/// sequences begin after a multiple of that.
///
/// The log is stored in the order of positions, and a conversation is read in the order of its sequences. An index of
/// those would have a page of its own touched by each message. So the positions of a conversation's last entries stand
/// in the row that is written with each of its messages anyhow, and when there are [#MOST] of them they move to a row
/// of `entry_block`, and the next begin.
///
/// In bytes: the distance of each from the one before, seven bits in a byte, the lowest first; all but the last byte of
/// a number have the highest bit set. An entry that was removed before its position was noted has position 0.
public final class Positions {

    static final int MOST = 64;

    public static final Positions NONE = new Positions(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int count;
    private final long last;

    private Positions(byte[] bytes, int count, long last) {
        this.bytes = bytes;
        this.count = count;
        this.last = last;
    }

    public static Positions of(byte[] bytes) {
        int count = 0;
        for (byte each : bytes) {
            count += each >= 0 ? 1 : 0;
        }
        long last = Arrays.stream(all(bytes, count)).reduce(0, (_, next) -> next);
        return new Positions(bytes.clone(), count, last);
    }

    /// The number of the block that a sequence belongs to.
    public static long block(long sequence) {
        return (sequence - 1) / MOST;
    }

    /// With the next entry's.
    ///
    /// @param position greater than the last one
    public Positions plus(long position) {
        if (isFull()) {
            throw new IllegalStateException("the block is full");
        }
        long distance = position - last;
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length(distance));
        int at = bytes.length;
        for (; distance > 0x7f; distance >>>= 7) {
            longer[at++] = (byte) (distance | 0x80);
        }
        longer[at] = (byte) distance;
        return new Positions(longer, count + 1, position);
    }

    public boolean isFull() {
        return count == MOST;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// One after the other.
    long[] all() {
        return all(bytes, count);
    }

    private static long[] all(byte[] bytes, int count) {
        long[] all = new long[count];
        long position = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            int shift = 0;
            byte next;
            do {
                next = bytes[at++];
                position += (long) (next & 0x7f) << shift;
                shift += 7;
            } while (next < 0);
            all[i] = position;
        }
        return all;
    }

    private static int length(long distance) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(distance)) / 7);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
