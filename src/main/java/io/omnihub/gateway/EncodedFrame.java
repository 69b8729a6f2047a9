package io.omnihub.gateway;

import io.omnihub.wire.FrameCodec;
import io.omnihub.wire.ServerFrame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A frame on its way to any number of receivers: written once in each form that one of them speaks, with the
/// WebSocket's own header before it.
final class EncodedFrame {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;

    private final ServerFrame frame;
    private volatile byte @Nullable [] json;
    private volatile byte @Nullable [] protobuf;

    EncodedFrame(ServerFrame frame) {
        this.frame = frame;
    }

    /// The bytes for the socket; to be left as they are. Two threads may both write them, to the same bytes.
    byte[] bytes(FrameCodec codec) {
        byte[] known = codec.isBinary() ? protobuf : json;
        if (known != null) {
            return known;
        }
        byte[] made = wrap(codec.isBinary() ? FINAL_BINARY : FINAL_TEXT, codec.encode(frame));
        if (codec.isBinary()) {
            protobuf = made;
        } else {
            json = made;
        }
        return made;
    }

    /// RFC 6455, section 5.2: servers don't mask.
    private static byte[] wrap(int first, byte[] payload) {
        int header = payload.length < 126 ? 2 : payload.length <= 0xFFFF ? 4 : 10;
        ByteBuffer bytes = ByteBuffer.allocate(header + payload.length).put((byte) first);
        switch (header) {
            case 2 -> bytes.put((byte) payload.length);
            case 4 -> bytes.put((byte) 126).putShort((short) payload.length);
            default -> bytes.put((byte) 127).putLong(payload.length);
        }
        return bytes.put(payload).array();
    }
}
