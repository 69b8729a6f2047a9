package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.omnihub.message.Body;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Recall;
import io.omnihub.message.Session;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.Unknown;
import io.omnihub.message.Visibility;
import io.omnihub.wire.proto.Proto;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a later version may send to this one.
final class LaterVersionTests {

    private static final InboundEvent RECALL = Samples.event(new Recall(MessageRef.of(7)));

    @Test
    void unknownFieldsOfProtobufAreIgnoredWhereTheyComeFromOutside() {
        assertThat(ProtobufCodec.decodeEvent(withUnknownFields())).isEqualTo(RECALL);
    }

    @Test
    void whatALaterVersionAddedToAnEventThatItStoredIsKept() throws InvalidProtocolBufferException {
        byte[] later = withUnknownFields();
        InboundEvent event = ProtobufCodec.decodeStoredEvent(later);

        assertThat(event.header()).isEqualTo(RECALL.header());
        assertThat(event.body()).isEqualTo(RECALL.body());
        assertThat(ProtobufCodec.encode(event)).isEqualTo(later);
        assertThat(ProtobufCodec.fingerprint(event)).isEqualTo(ProtobufCodec.fingerprint(RECALL));
        assertThat(JsonCodec.decodeEvent(JsonCodec.encode(event))).isEqualTo(RECALL);

        Entry entry = ProtobufCodec.withLater(Samples.entry(new Recall(MessageRef.of(8))), event);
        assertThat(entry.change()).isEqualTo(new Recall(MessageRef.of(8)));
        Proto.Entry stored = Proto.Entry.parseFrom(ProtobufCodec.encode(entry));
        assertThat(stored.getRecall().getUnknownFields()).isEqualTo(unknown(900));
        assertThat(stored.getRecall().getTarget().getUnknownFields()).isEqualTo(unknown(901));
        assertThat(stored.getSender().getUnknownFields()).isEqualTo(unknown(902));
        assertThat(ProtobufCodec.decodeEntry(ProtobufCodec.encode(entry))).isEqualTo(entry);
    }

    private static byte[] withUnknownFields() {
        Proto.InboundEvent known = ProtoEvents.encode(RECALL);
        Proto.Header header = known.getHeader();
        Proto.Recall recall = known.getRecall();
        return known.toBuilder()
                .setHeader(header.toBuilder()
                        .setSender(header.getSender().toBuilder().setUnknownFields(unknown(902)))
                        .setUnknownFields(unknown(900)))
                .setRecall(recall.toBuilder()
                        .setTarget(recall.getTarget().toBuilder().setUnknownFields(unknown(901)))
                        .setUnknownFields(unknown(900)))
                .setUnknownFields(unknown(900))
                .build()
                .toByteArray();
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
        assertThat(JsonCodec.decodeEvent(
                        known.replaceFirst("\\{", "{\"later\":\"AAAA\",").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RECALL);
    }

    @Test
    void aContentOfAnUnknownTypeInJsonIsUnsupported() {
        String hologram = "{\"type\":\"hologram\",\"frames\":[1,2],\"title\":\"全息\"}";

        assertThat(part(JsonCodec.decodeEvent(json(hologram))))
                .isEqualTo(new Content.Unsupported("hologram", hologram));
    }

    @Test
    void aChangeOfAnUnknownKindIsKeptAsItIs() {
        Proto.Entry later = ProtoEntries.encode(Samples.entry(new Recall(MessageRef.of(7)))).toBuilder()
                .clearChange()
                .setUnknownFields(unknown(60))
                .build();

        Entry entry = kept(later);

        assertThat(entry.kind()).isEqualTo(EntryKind.UNKNOWN);
        assertThat(entry.change())
                .isInstanceOfSatisfying(
                        Unknown.class, change -> assertThat(change.name()).isEqualTo("change-60"));
        assertThat(new String(JsonCodec.encode(entry), StandardCharsets.UTF_8))
                .contains("\"kind\":\"unknown\"")
                .contains("\"change\":{\"type\":\"unknown\",\"name\":\"change-60\"}");
        assertThat(ProtoEntries.encode(entry.forContact()).getUnknownFields())
                .isEqualTo(UnknownFieldSet.getDefaultInstance());
        assertThat(ProtoEntries.encode(entry.erased()).getUnknownFields())
                .isEqualTo(UnknownFieldSet.getDefaultInstance());
    }

    @Test
    void anEntryInWhichAnythingIsUnknownIsKeptAsItIs() {
        Proto.Entry known = ProtoEntries.encode(Samples.entry(new Recall(MessageRef.of(7))));
        Proto.SessionChange session = Proto.SessionChange.newBuilder()
                .setSession("s")
                .setCause(Proto.SessionChange.Cause.CAUSE_OPENED)
                .setStatus(Proto.SessionStatus.SESSION_STATUS_OPEN)
                .build();
        Proto.Receipt receipt = Proto.Receipt.newBuilder()
                .setTarget(known.getRecall().getTarget())
                .setStateValue(99)
                .build();

        assertThat(kept(known.toBuilder().setVisibilityValue(99).build()).visibility())
                .isEqualTo(Visibility.AGENTS);
        for (Proto.Entry later : List.of(
                known.toBuilder().setDirectionValue(99).build(),
                known.toBuilder()
                        .setSender(known.getSender().toBuilder().setKindValue(99))
                        .build(),
                known.toBuilder().setReceipt(receipt).build(),
                known.toBuilder()
                        .setSession(session.toBuilder().setCauseValue(99))
                        .build(),
                known.toBuilder()
                        .setSession(session.toBuilder().setStatusValue(99))
                        .build(),
                known.toBuilder().setMessage(Proto.Message.getDefaultInstance()).build())) {
            assertThat(kept(later).change()).as("%s", later).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void whatALaterVersionAddedToAKnownEntryIsKeptForAllButTheContact() {
        Proto.Entry known = ProtoEntries.encode(Samples.entry(Message.of("id", new Content.Text("x"))));
        Proto.Message message = known.getMessage();
        Proto.Content part = message.getParts(0);

        for (Proto.Entry later : List.of(
                known.toBuilder().setUnknownFields(unknown(60)).build(),
                known.toBuilder()
                        .setSender(known.getSender().toBuilder().setUnknownFields(unknown(60)))
                        .build(),
                known.toBuilder()
                        .setMessage(message.toBuilder().setUnknownFields(unknown(60)))
                        .build(),
                known.toBuilder()
                        .setMessage(message.toBuilder()
                                .setParts(
                                        0,
                                        part.toBuilder()
                                                .setText(part.getText().toBuilder()
                                                        .setUnknownFields(unknown(60)))))
                        .build())) {
            Entry entry = kept(later);

            assertThat(entry.kind()).isEqualTo(EntryKind.NOTE_CREATED);
            assertThat(entry.change()).isEqualTo(Message.of("id", new Content.Text("x")));
            assertThat(ProtoServerFrames.encode(new ServerFrame.Fresh(entry)).getEntry())
                    .isEqualTo(later);
            assertThat(new String(JsonCodec.encode(entry), StandardCharsets.UTF_8))
                    .doesNotContain("later");
            assertThat(entry.forContact().later()).isEmpty();
            assertThat(entry.erased().later()).isEmpty();
        }
        assertThat(kept(known).later()).isEmpty();
    }

    /// Reads what a later version wrote, and writes it again.
    private static Entry kept(Proto.Entry later) {
        Entry entry = ProtobufCodec.decodeEntry(later.toByteArray());
        assertThat(ProtoEntries.encode(entry)).isEqualTo(later);
        return entry;
    }

    @Test
    void aSessionKeepsWhatALaterVersionWroteOfIt() throws InvalidProtocolBufferException {
        Proto.ConversationView.Session later = Proto.ConversationView.Session.newBuilder()
                .setId("s")
                .setNumber(1)
                .setStatusValue(99)
                .setRevision(1)
                .setUnknownFields(unknown(900))
                .build();

        Session session = ProtobufCodec.decodeSession(later.toByteArray());
        byte[] written = ProtobufCodec.encode(session.withAssignee("ann", Instant.EPOCH));

        assertThat(session.status()).isEqualTo(SessionStatus.UNKNOWN);
        assertThat(Proto.ConversationView.Session.parseFrom(written))
                .isEqualTo(later.toBuilder().setAssignee("ann").setRevision(2).build());
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
