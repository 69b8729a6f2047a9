package io.omnihub.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.proto.Proto;
import org.jspecify.annotations.Nullable;

/// Frames as Protobuf, by the definition in `omnihub.proto`.
final class ProtobufFrames implements FrameCodec {

    @Override
    public String subprotocol() {
        return "omnihub.v1.protobuf";
    }

    @Override
    public boolean isBinary() {
        return true;
    }

    @Override
    public ClientFrame decode(byte[] bytes) throws BadFrameException {
        Proto.ClientFrame frame;
        try {
            frame = Proto.ClientFrame.parseFrom(bytes);
        } catch (InvalidProtocolBufferException _) {
            throw new BadFrameException(new InvalidMessageException("frame", "must be well-formed Protobuf"), null);
        }
        try {
            Texts.check(frame);
            return ProtoClientFrames.decode(frame);
        } catch (InvalidMessageException e) {
            throw new BadFrameException(e, clientId(frame));
        }
    }

    @Override
    public byte[] encode(ServerFrame frame) {
        return ProtoServerFrames.encode(frame).toByteArray();
    }

    private static @Nullable String clientId(Proto.ClientFrame frame) {
        String clientId = frame.hasSend()
                ? frame.getSend().getClientId()
                : frame.getCommand().getClientId();
        return ClientFrame.isClientId(clientId) ? clientId : null;
    }
}
