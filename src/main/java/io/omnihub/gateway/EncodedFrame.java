package io.omnihub.gateway;

import io.netty.buffer.ByteBuf;
import io.omnihub.message.Entry;
import io.omnihub.wire.FrameCodec;
import io.omnihub.wire.ServerFrame;
import org.jspecify.annotations.Nullable;

/// A frame on its way to any number of receivers: its form is made once for all who speak it.
final class EncodedFrame {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;

    /// Bytes of a header.
    private static final int SHORT = 2;
    private static final int MEDIUM = 4;
    private static final int LONG = 10;

    private final ServerFrame frame;
    private final @Nullable Entry news;
    private final boolean whole;
    private volatile boolean written;
    private volatile byte @Nullable [] json;
    private volatile byte @Nullable [] protobuf;

    EncodedFrame(ServerFrame frame) {
        this(frame, null, false);
    }

    private EncodedFrame(ServerFrame frame, @Nullable Entry news, boolean whole) {
        this.frame = frame;
        this.news = news;
        this.whole = whole;
    }

    /// An entry that was just stored.
    ///
    /// @param whole as agents see it, and not as the contact does
    static EncodedFrame fresh(Entry entry, boolean whole) {
        return new EncodedFrame(new ServerFrame.Fresh(whole ? entry : entry.forContact()), entry, whole);
    }

    /// The entry that it tells of, whole; null where it tells of none that was just stored.
    @Nullable
    Entry news() {
        return news;
    }

    /// Whether it is the entry as agents see it.
    boolean isWhole() {
        return whole;
    }

    /// Whether it is written for the first time; where two threads write it at once, maybe to both.
    boolean isFirst() {
        boolean first = !written;
        written = true;
        return first;
    }

    /// How many bytes it is for the socket.
    int size(FrameCodec codec) {
        int length = payload(codec).length;
        return header(length) + length;
    }

    /// Writes it as the socket gets it (RFC 6455, section 5.2: servers don't mask).
    void write(FrameCodec codec, ByteBuf buffer) {
        byte[] payload = payload(codec);
        buffer.writeByte(codec.isBinary() ? FINAL_BINARY : FINAL_TEXT);
        switch (header(payload.length)) {
            case SHORT -> buffer.writeByte(payload.length);
            case MEDIUM -> buffer.writeByte(126).writeShort(payload.length);
            default -> buffer.writeByte(127).writeLong(payload.length);
        }
        buffer.writeBytes(payload);
    }

    private static int header(int length) {
        return length < 126 ? SHORT : length <= 0xFFFF ? MEDIUM : LONG;
    }

    /// Two threads may both make it, to the same bytes.
    private byte[] payload(FrameCodec codec) {
        byte[] known = codec.isBinary() ? protobuf : json;
        if (known != null) {
            return known;
        }
        byte[] made = codec.encode(frame);
        if (codec.isBinary()) {
            protobuf = made;
        } else {
            json = made;
        }
        return made;
    }
}
