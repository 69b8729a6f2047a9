package io.omnihub.wire;

/// A form of the WebSocket's frames.
public sealed interface FrameCodec permits JsonFrames, ProtobufFrames {

    FrameCodec JSON = new JsonFrames();
    FrameCodec PROTOBUF = new ProtobufFrames();

    /// The WebSocket subprotocol that chooses it.
    String subprotocol();

    /// Whether its frames are binary ones, else text.
    boolean isBinary();

    /// @throws BadFrameException where the bytes are no frame of this version
    ClientFrame decode(byte[] bytes) throws BadFrameException;

    byte[] encode(ServerFrame frame);
}
