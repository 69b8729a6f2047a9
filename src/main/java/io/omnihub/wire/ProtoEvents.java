package io.omnihub.wire;

import com.google.protobuf.UnsafeByteOperations;
import io.omnihub.message.Body;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Edit;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.Raw;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.message.Typing;
import io.omnihub.wire.proto.Proto;

/// Translates inbound events; a body of a kind from a later version is refused.
final class ProtoEvents {

    private ProtoEvents() {}

    static Proto.InboundEvent encode(InboundEvent event) {
        Proto.InboundEvent.Builder builder = Proto.InboundEvent.newBuilder().setHeader(encode(event.header()));
        encode(event.body(), builder);
        return builder.build();
    }

    static InboundEvent decode(Proto.InboundEvent event) {
        Fields.require("header", event.hasHeader());
        Header header = Fields.within("header", () -> decode(event.getHeader()));
        Body body = Fields.within("body", () -> body(event));
        return new InboundEvent(header, body);
    }

    /// What two deliveries of the same thing have in common.
    static Proto.InboundEvent essence(InboundEvent event) {
        Header header = event.header();
        Sender sender = header.sender();
        Proto.InboundEvent.Builder builder = Proto.InboundEvent.newBuilder();
        builder.getHeaderBuilder()
                .setDirection(ProtoEnums.encode(header.direction()))
                .setThread(header.thread())
                .getSenderBuilder()
                .setKind(ProtoEnums.encode(sender.kind()))
                .setId(sender.id());
        encode(event.body(), builder);
        return builder.build();
    }

    static Proto.Sender encode(Sender sender) {
        return Proto.Sender.newBuilder()
                .setKind(ProtoEnums.encode(sender.kind()))
                .setId(sender.id())
                .setName(sender.name())
                .build();
    }

    /// @param present whether the field was given at all
    static Sender decode(boolean present, Proto.Sender sender) {
        Fields.require("sender", present);
        return Fields.within(
                "sender", () -> new Sender(ProtoEnums.decode(sender.getKind()), sender.getId(), sender.getName()));
    }

    private static Proto.Header encode(Header header) {
        Proto.Header.Builder builder = Proto.Header.newBuilder()
                .setTenant(header.tenant().value())
                .setChannel(header.channel().value())
                .setInbox(header.inbox().value())
                .setDirection(ProtoEnums.encode(header.direction()))
                .setThread(header.thread())
                .setRoutingKey(header.routingKey())
                .setKey(header.key())
                .setSender(encode(header.sender()))
                .setSentAt(header.sentAt().toEpochMilli())
                .setReceivedAt(header.receivedAt().toEpochMilli())
                .putAllMetadata(header.metadata());
        Raw raw = header.raw();
        if (raw != null) {
            builder.getRawBuilder()
                    .setContentType(raw.contentType())
                    .setBytes(UnsafeByteOperations.unsafeWrap(raw.bytes()));
        }
        return builder.build();
    }

    private static Header decode(Proto.Header header) {
        return new Header(
                Fields.id("tenant", header.getTenant(), TenantId::new),
                Fields.id("channel", header.getChannel(), ChannelId::new),
                Fields.id("inbox", header.getInbox(), InboxId::new),
                ProtoEnums.decode(header.getDirection()),
                header.getThread(),
                header.getRoutingKey(),
                header.getKey(),
                decode(header.hasSender(), header.getSender()),
                Fields.time("sentAt", header.hasSentAt(), header.getSentAt()),
                Fields.time("receivedAt", header.hasReceivedAt(), header.getReceivedAt()),
                header.getMetadataMap(),
                header.hasRaw() ? Fields.within("raw", () -> decode(header.getRaw())) : null);
    }

    private static Raw decode(Proto.Raw raw) {
        return new Raw(raw.getContentType(), raw.getBytes().toByteArray());
    }

    private static void encode(Body body, Proto.InboundEvent.Builder builder) {
        switch (body) {
            case Message message -> builder.setMessage(ProtoBodies.encode(message));
            case Edit edit -> builder.setEdit(ProtoBodies.encode(edit));
            case Recall recall -> builder.setRecall(ProtoBodies.encode(recall));
            case Reaction reaction -> builder.setReaction(ProtoBodies.encode(reaction));
            case Receipt receipt -> builder.setReceipt(ProtoBodies.encode(receipt));
            case ReadMark mark -> builder.setReadMark(ProtoBodies.encode(mark));
            case Typing typing -> builder.getTypingBuilder().setPreview(typing.preview());
            case ContactChange change -> builder.setContactChange(ProtoBodies.encode(change));
            case Command command -> builder.setCommand(ProtoCommands.encode(command));
        }
    }

    private static Body body(Proto.InboundEvent event) {
        if (event.hasCommand()) {
            return ProtoCommands.decode(event.getCommand());
        }
        if (event.getBodyCase() == Proto.InboundEvent.BodyCase.BODY_NOT_SET) {
            throw Fields.unknown("kind");
        }
        return Fields.within(event.getBodyCase(), () -> known(event));
    }

    private static Body known(Proto.InboundEvent event) {
        return switch (event.getBodyCase()) {
            case MESSAGE -> ProtoBodies.decode(event.getMessage());
            case EDIT -> ProtoBodies.decode(event.getEdit());
            case RECALL -> ProtoBodies.decode(event.getRecall());
            case REACTION -> ProtoBodies.decode(event.getReaction());
            case RECEIPT -> ProtoBodies.decode(event.getReceipt());
            case READ_MARK -> ProtoBodies.decode(event.getReadMark());
            case TYPING -> new Typing(event.getTyping().getPreview());
            case CONTACT_CHANGE -> ProtoBodies.decode(event.getContactChange());
            case COMMAND -> ProtoCommands.decode(event.getCommand());
            case BODY_NOT_SET -> throw Fields.unknown("kind");
        };
    }
}
