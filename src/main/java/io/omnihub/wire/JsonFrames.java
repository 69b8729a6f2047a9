package io.omnihub.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.message.InvalidMessageException;
import org.jspecify.annotations.Nullable;

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
            String type = frame.path("type").asText();
            String clientId = frame.path("clientId").asText();
            boolean wish = type.equals("send") || type.equals("command");
            return wish && ClientFrame.CLIENT_ID.matcher(clientId).matches() ? clientId : null;
        } catch (JsonProcessingException _) {
            return null;
        }
    }
}
