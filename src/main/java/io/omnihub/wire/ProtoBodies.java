package io.omnihub.wire;

import io.omnihub.message.ContactChange;
import io.omnihub.message.Edit;
import io.omnihub.message.Message;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.wire.proto.Proto;

/// Translates what can both enter the hub and stand in its log.
final class ProtoBodies {

    private ProtoBodies() {}

    static Proto.Message encode(Message message) {
        Proto.Message.Builder builder = Proto.Message.newBuilder()
                .setExternalId(message.externalId())
                .addAllParts(ProtoContents.encode(message.parts()));
        if (message.replyTo() != null) {
            builder.setReplyTo(ProtoMedia.encode(message.replyTo()));
        }
        return builder.build();
    }

    static Message decode(Proto.Message message) {
        return new Message(
                message.getExternalId(),
                ProtoContents.decode(message.getPartsList()),
                ProtoMedia.decodeOptional("replyTo", message.hasReplyTo(), message.getReplyTo()));
    }

    static Proto.Edit encode(Edit edit) {
        return Proto.Edit.newBuilder()
                .setTarget(ProtoMedia.encode(edit.target()))
                .addAllParts(ProtoContents.encode(edit.parts()))
                .build();
    }

    static Edit decode(Proto.Edit edit) {
        return new Edit(
                ProtoMedia.decode("target", edit.hasTarget(), edit.getTarget()),
                ProtoContents.decode(edit.getPartsList()));
    }

    static Proto.Recall encode(Recall recall) {
        return Proto.Recall.newBuilder()
                .setTarget(ProtoMedia.encode(recall.target()))
                .build();
    }

    static Recall decode(Proto.Recall recall) {
        return new Recall(ProtoMedia.decode("target", recall.hasTarget(), recall.getTarget()));
    }

    static Proto.Reaction encode(Reaction reaction) {
        return Proto.Reaction.newBuilder()
                .setTarget(ProtoMedia.encode(reaction.target()))
                .setEmoji(reaction.emoji())
                .setRemoved(reaction.removed())
                .build();
    }

    static Reaction decode(Proto.Reaction reaction) {
        return new Reaction(
                ProtoMedia.decode("target", reaction.hasTarget(), reaction.getTarget()),
                reaction.getEmoji(),
                reaction.getRemoved());
    }

    static Proto.Receipt encode(Receipt receipt) {
        return Proto.Receipt.newBuilder()
                .setTarget(ProtoMedia.encode(receipt.target()))
                .setState(ProtoEnums.encode(receipt.state()))
                .setExternalId(receipt.externalId())
                .addAllMoreExternalIds(receipt.moreExternalIds())
                .setCode(receipt.code())
                .setReason(receipt.reason())
                .setMaybeRepeated(receipt.maybeRepeated())
                .build();
    }

    static Receipt decode(Proto.Receipt receipt) {
        return new Receipt(
                ProtoMedia.decode("target", receipt.hasTarget(), receipt.getTarget()),
                ProtoEnums.decode(receipt.getState()),
                receipt.getExternalId(),
                receipt.getMoreExternalIdsList(),
                receipt.getCode(),
                receipt.getReason(),
                receipt.getMaybeRepeated());
    }

    static Proto.ReadMark encode(ReadMark mark) {
        return Proto.ReadMark.newBuilder()
                .setUpTo(ProtoMedia.encode(mark.upTo()))
                .build();
    }

    static ReadMark decode(Proto.ReadMark mark) {
        return new ReadMark(ProtoMedia.decode("upTo", mark.hasUpTo(), mark.getUpTo()));
    }

    static Proto.ContactChange encode(ContactChange change) {
        return Proto.ContactChange.newBuilder()
                .setName(change.name())
                .setLocale(change.locale())
                .putAllAttributes(change.attributes())
                .build();
    }

    static ContactChange decode(Proto.ContactChange change) {
        return new ContactChange(change.getName(), change.getLocale(), change.getAttributesMap());
    }
}
