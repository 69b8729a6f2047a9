package io.omnihub.wire;

import io.omnihub.message.InvalidMessageException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Frames as JSON in UTF-8.
final class JsonFrames implements FrameCodec {

    @Override
    public String subprotocol() {
        return "omnihub.v1.json";
    }

    @Override
    public boolean isBinary() {
        return false;
    }

    @Override
    public ClientFrame decode(byte[] bytes) throws BadFrameException {
        try {
            return JsonCodec.read(bytes, "frame", ClientFrame.class);
        } catch (InvalidMessageException e) {
            throw new BadFrameException(e, clientId(bytes));
        }
    }

    @Override
    public byte[] encode(ServerFrame frame) {
        return JsonCodec.write(frame);
    }

    private static @Nullable String clientId(byte[] bytes) {
        try {
            JsonNode frame = JsonCodec.tree(bytes);
            String type = frame.path("type").asString();
            String clientId = frame.path("clientId").asString();
            boolean wish = type.equals("send") || type.equals("command");
            return wish && ClientFrame.isClientId(clientId) ? clientId : null;
        } catch (JacksonException _) {
            return null;
        }
    }
}
