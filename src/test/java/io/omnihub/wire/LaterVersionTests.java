package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.omnihub.message.Body;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Recall;
import io.omnihub.wire.proto.Proto;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// What a later version may send to this one.
final class LaterVersionTests {

    private static final InboundEvent RECALL = Samples.event(new Recall(MessageRef.of(7)));

    @Test
    void unknownFieldsOfProtobufAreIgnored() {
        Proto.InboundEvent known = ProtoEvents.encode(RECALL);
        byte[] later = known.toBuilder()
                .setHeader(known.getHeader().toBuilder().setUnknownFields(unknown(900)))
                .setRecall(known.getRecall().toBuilder().setUnknownFields(unknown(900)))
                .setUnknownFields(unknown(900))
                .build()
                .toByteArray();

        assertThat(ProtobufCodec.decodeEvent(later)).isEqualTo(RECALL);
    }

    @Test
    void aContentOfAnUnknownKindInProtobufIsUnsupported() throws InvalidProtocolBufferException {
        Content.Unsupported content = (Content.Unsupported) part(ProtobufCodec.decodeEvent(withPart(unknown(77))));

        assertThat(content.kind()).isEqualTo("content-77");
        assertThat(Proto.Content.parseFrom(Base64.getDecoder().decode(content.raw())))
                .extracting(Proto.Content::getUnknownFields)
                .isEqualTo(unknown(77));
    }

    @Test
    void aHugeContentOfAnUnknownKindKeepsItsKindOnly() {
        UnknownFieldSet huge = UnknownFieldSet.newBuilder()
                .addField(
                        77,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(new byte[100_000]))
                                .build())
                .build();
        String text = "x".repeat(100_000);

        assertThat(part(ProtobufCodec.decodeEvent(withPart(huge))))
                .isEqualTo(new Content.Unsupported("content-77", ""));
        assertThat(part(JsonCodec.decodeEvent(json("{\"type\":\"hologram\",\"text\":\"" + text + "\"}"))))
                .isEqualTo(new Content.Unsupported("hologram", ""));
    }

    @Test
    void aBodyOfAnUnknownKindInProtobufIsRefused() {
        byte[] later = ProtoEvents.encode(RECALL).toBuilder()
                .clearBody()
                .setUnknownFields(unknown(77))
                .build()
                .toByteArray();

        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> ProtobufCodec.decodeEvent(later))
                .withMessage("body.kind: must be of a kind that this version knows");
    }

    @Test
    void unknownPropertiesOfJsonAreIgnored() {
        String known = new String(JsonCodec.encode(RECALL), StandardCharsets.UTF_8);
        String later = known.replace("{", "{\"later\":{\"a\":[1,2.5,null]},");

        assertThat(JsonCodec.decodeEvent(
                        later.replace("\"metadata\":{\"later\":{\"a\":[1,2.5,null]},", "\"metadata\":{")
                                .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RECALL);
    }

    @Test
    void aContentOfAnUnknownTypeInJsonIsUnsupported() {
        String hologram = "{\"type\":\"hologram\",\"frames\":[1,2],\"title\":\"全息\"}";

        assertThat(part(JsonCodec.decodeEvent(json(hologram))))
                .isEqualTo(new Content.Unsupported("hologram", hologram));
    }

    private static UnknownFieldSet unknown(int number) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                .build();
    }

    private static byte[] withPart(UnknownFieldSet content) {
        Proto.Content part =
                Proto.Content.newBuilder().setUnknownFields(content).build();
        return ProtoEvents.encode(RECALL).toBuilder()
                .setMessage(Proto.Message.newBuilder().addParts(part))
                .build()
                .toByteArray();
    }

    private static byte[] json(String part) {
        Body body = Message.of("id", new Content.Text("x"));
        return new String(JsonCodec.encode(Samples.event(body)), StandardCharsets.UTF_8)
                .replace("{\"type\":\"text\",\"text\":\"x\"}", part)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Content part(InboundEvent event) {
        return ((Message) event.body()).parts().getFirst();
    }
}
