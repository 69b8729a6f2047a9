package io.omnihub.bench;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What tells a message of the load from everything else, wherever it stands in a frame: `~m12-345~` is message 345 of
/// visitor 12, `~r12-345~` the answer to it.
record Marker(boolean answer, int visitor, int number) {

    private static final byte SIGN = '~';

    /// Finds the marker in a frame; null where there is none.
    static @Nullable Marker in(ByteBuf frame) {
        int at = frame.indexOf(frame.readerIndex(), frame.writerIndex(), SIGN);
        if (at < 0) {
            return null;
        }
        int visitor = number(frame, at + 2);
        int dash = frame.indexOf(at, frame.writerIndex(), (byte) '-');
        return new Marker(frame.getByte(at + 1) == 'r', visitor, number(frame, dash + 1));
    }

    /// The decimal number that begins at a place.
    static int number(ByteBuf frame, int at) {
        int number = 0;
        for (int i = at; i < frame.writerIndex(); i++) {
            int digit = frame.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// The text of a message of so many characters.
    String text(int length) {
        String marker = "~" + (answer ? 'r' : 'm') + visitor + "-" + number + "~";
        return marker + "x".repeat(length - marker.length());
    }
}
