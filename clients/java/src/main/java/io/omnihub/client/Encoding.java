package io.omnihub.client;

import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// What frames are written in. The app sees nothing of it: entries have the same fields in both.
public enum Encoding {

    /// Text that can be read in a log of the network.
    JSON("omnihub.v1.json") {
        @Override
        ByteString write(Map<String, @Nullable Object> frame) {
            return ByteString.encodeUtf8(Json.write(frame));
        }

        @Override
        Map<String, @Nullable Object> read(ByteString frame) {
            return Json.readObject(frame.utf8());
        }
    },

    /// An entry takes about a third of the bytes.
    PROTOBUF("omnihub.v1.protobuf") {
        @Override
        ByteString write(Map<String, @Nullable Object> frame) {
            return ByteString.of(ProtobufWriter.write(Shape.CLIENT_FRAME, frame));
        }

        @Override
        Map<String, @Nullable Object> read(ByteString frame) {
            return ProtobufReader.read(Shape.SERVER_FRAME, frame.toByteArray());
        }
    };

    private final String subprotocol;

    Encoding(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    String subprotocol() {
        return subprotocol;
    }

    boolean isBinary() {
        return this == PROTOBUF;
    }

    /// @throws IllegalArgumentException where a value is of another kind than its field; names the field
    abstract ByteString write(Map<String, @Nullable Object> frame);

    /// @throws IllegalArgumentException where it is none
    abstract Map<String, @Nullable Object> read(ByteString frame);
}
