package io.omnihub.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Session;
import io.omnihub.wire.proto.Proto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// The model as Protobuf, by the definition in `omnihub.proto`: the form of the buffer and the log.
///
/// What can't be read throws [InvalidMessageException] with the path of the field, such as
/// `body.message.parts[0].latitude`: bytes that are no Protobuf, a missing field, a broken
/// rule of the model, an enum's number or a kind of body or command that this version doesn't know. Unknown fields are
/// ignored, and an unknown kind of content becomes [io.omnihub.message.Content.Unsupported]. In the log nothing is
/// refused that a later version may have written.
public final class ProtobufCodec {

    private static final int FINGERPRINT_BYTES = 16;

    /// Each use has a copy: to have the platform look the algorithm up takes as long as to compute it.
    private static final MessageDigest UNUSED = sha256();

    private ProtobufCodec() {}

    public static byte[] encode(InboundEvent event) {
        return event.later().isEmpty()
                ? ProtoEvents.encode(event).toByteArray()
                : Base64.getDecoder().decode(event.later());
    }

    /// An event from outside: what this version does not know nobody has checked, so it is not kept.
    ///
    /// @throws InvalidMessageException where the bytes are no event of this version
    public static InboundEvent decodeEvent(byte[] bytes) {
        return ProtoEvents.decode(parse(bytes));
    }

    /// An event that a version of the hub stored: what a later one added is kept, and written again.
    ///
    /// @throws InvalidMessageException where the bytes are no event of this version
    public static InboundEvent decodeStoredEvent(byte[] bytes) {
        Proto.InboundEvent event = parse(bytes);
        InboundEvent known = ProtoEvents.decode(event);
        return Later.isIn(event)
                ? new InboundEvent(
                        known.header(), known.body(), Base64.getEncoder().encodeToString(bytes))
                : known;
    }

    /// The entry of an event, with what a later version added to who did it and to what was done.
    public static Entry withLater(Entry entry, InboundEvent event) {
        return event.later().isEmpty()
                ? entry
                : ProtoEntries.withLater(entry, parse(Base64.getDecoder().decode(event.later())));
    }

    public static byte[] encode(Entry entry) {
        return ProtoEntries.encode(entry).toByteArray();
    }

    /// What this version does not know is [io.omnihub.message.Unknown].
    ///
    /// @throws InvalidMessageException where the bytes are no entry of any version
    public static Entry decodeEntry(byte[] bytes) {
        try {
            return ProtoEntries.decode(Proto.Entry.parseFrom(bytes));
        } catch (InvalidProtocolBufferException _) {
            throw malformed("entry");
        }
    }

    public static byte[] encode(Session session) {
        return ProtoSessions.encode(session).toByteArray();
    }

    /// What this version does not know is kept, and written again.
    ///
    /// @throws InvalidMessageException where the bytes are no session of any version
    public static Session decodeSession(byte[] bytes) {
        try {
            return ProtoSessions.decode(Proto.ConversationView.Session.parseFrom(bytes));
        } catch (InvalidProtocolBufferException _) {
            throw malformed("session");
        }
    }

    /// Tells an event that is sent again from another one under the same key: 16 bytes of a SHA-256 over direction,
    /// thread, the sender's kind and id, and the body. Times, metadata, raw bytes and the sender's shown name may
    /// differ from one delivery to the next.
    public static byte[] fingerprint(InboundEvent event) {
        try {
            MessageDigest digest = (MessageDigest) UNUSED.clone();
            return Arrays.copyOf(digest.digest(deterministic(ProtoEvents.essence(event))), FINGERPRINT_BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's own SHA-256 can be copied", e);
        }
    }

    /// Maps come in the order of their keys; sets are sorted already.
    private static byte[] deterministic(Proto.InboundEvent event) {
        byte[] bytes = new byte[event.getSerializedSize()];
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        try {
            event.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output.checkNoSpaceLeft();
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static Proto.InboundEvent parse(byte[] event) {
        try {
            return Proto.InboundEvent.parseFrom(event);
        } catch (InvalidProtocolBufferException _) {
            throw malformed("event");
        }
    }

    private static InvalidMessageException malformed(String what) {
        return new InvalidMessageException(what, "must be well-formed Protobuf");
    }
}
