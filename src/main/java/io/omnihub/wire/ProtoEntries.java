package io.omnihub.wire;

import io.omnihub.message.Change;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.InboxId;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionId;
import io.omnihub.message.TenantId;
import io.omnihub.wire.proto.Proto;
import java.util.HashSet;

/// Translates entries of the log; a change of a kind from a later version is refused.
final class ProtoEntries {

    private ProtoEntries() {}

    static Proto.Entry encode(Entry entry) {
        Proto.Entry.Builder builder = Proto.Entry.newBuilder()
                .setPartition(entry.partition())
                .setPosition(entry.position())
                .setTenant(entry.tenant().value())
                .setChannel(entry.channel().value())
                .setInbox(entry.inbox().value())
                .setConversation(entry.conversation().value())
                .setSequence(entry.sequence())
                .setPrevious(entry.previous())
                .setVisibility(ProtoEnums.encode(entry.visibility()))
                .setDirection(ProtoEnums.encode(entry.direction()))
                .setSender(ProtoEvents.encode(entry.sender()))
                .setSentAt(entry.sentAt().toEpochMilli())
                .setStoredAt(entry.storedAt().toEpochMilli())
                .setLate(entry.late())
                .putAllMetadata(entry.metadata());
        encode(entry.change(), builder);
        return builder.build();
    }

    static Entry decode(Proto.Entry entry) {
        return new Entry(
                entry.getPartition(),
                entry.getPosition(),
                Fields.id("tenant", entry.getTenant(), TenantId::new),
                Fields.id("channel", entry.getChannel(), ChannelId::new),
                Fields.id("inbox", entry.getInbox(), InboxId::new),
                Fields.id("conversation", entry.getConversation(), ConversationId::new),
                entry.getSequence(),
                entry.getPrevious(),
                ProtoEnums.decode(entry.getVisibility()),
                ProtoEnums.decode(entry.getDirection()),
                ProtoEvents.decode(entry.hasSender(), entry.getSender()),
                Fields.time("sentAt", entry.hasSentAt(), entry.getSentAt()),
                Fields.time("storedAt", entry.hasStoredAt(), entry.getStoredAt()),
                entry.getLate(),
                entry.getMetadataMap(),
                Fields.within("change", () -> change(entry)));
    }

    private static void encode(Change change, Proto.Entry.Builder builder) {
        switch (change) {
            case Message message -> builder.setMessage(ProtoBodies.encode(message));
            case Edit edit -> builder.setEdit(ProtoBodies.encode(edit));
            case Recall recall -> builder.setRecall(ProtoBodies.encode(recall));
            case Reaction reaction -> builder.setReaction(ProtoBodies.encode(reaction));
            case Receipt receipt -> builder.setReceipt(ProtoBodies.encode(receipt));
            case ReadMark mark -> builder.setReadMark(ProtoBodies.encode(mark));
            case ContactChange contact -> builder.setContactChange(ProtoBodies.encode(contact));
            case SessionChange session -> encode(session, builder.getSessionBuilder());
            case MediaStored stored ->
                builder.getMediaStoredBuilder()
                        .setTarget(ProtoMedia.encode(stored.target()))
                        .setPart(stored.part())
                        .setMedia(ProtoMedia.encode(stored.media()))
                        .setReason(stored.reason());
            case Erased erased -> builder.getErasedBuilder().setSequence(erased.sequence());
        }
    }

    private static void encode(SessionChange session, Proto.SessionChange.Builder builder) {
        builder.setSession(session.session().value())
                .setCause(ProtoEnums.encode(session.cause()))
                .setStatus(ProtoEnums.encode(session.status()))
                .setAssignee(session.assignee())
                .addAllLabels(ProtoCommands.sorted(session.labels()))
                .setRevision(session.revision());
    }

    private static Change change(Proto.Entry entry) {
        if (entry.getChangeCase() == Proto.Entry.ChangeCase.CHANGE_NOT_SET) {
            throw Fields.unknown("kind");
        }
        return Fields.within(entry.getChangeCase(), () -> known(entry));
    }

    private static Change known(Proto.Entry entry) {
        return switch (entry.getChangeCase()) {
            case MESSAGE -> ProtoBodies.decode(entry.getMessage());
            case EDIT -> ProtoBodies.decode(entry.getEdit());
            case RECALL -> ProtoBodies.decode(entry.getRecall());
            case REACTION -> ProtoBodies.decode(entry.getReaction());
            case RECEIPT -> ProtoBodies.decode(entry.getReceipt());
            case READ_MARK -> ProtoBodies.decode(entry.getReadMark());
            case CONTACT_CHANGE -> ProtoBodies.decode(entry.getContactChange());
            case SESSION -> decode(entry.getSession());
            case MEDIA_STORED -> decode(entry.getMediaStored());
            case ERASED -> new Erased(entry.getErased().getSequence());
            case CHANGE_NOT_SET -> throw Fields.unknown("kind");
        };
    }

    private static SessionChange decode(Proto.SessionChange session) {
        return new SessionChange(
                Fields.id("session", session.getSession(), SessionId::new),
                ProtoEnums.decode(session.getCause()),
                ProtoEnums.decode(session.getStatus()),
                session.getAssignee(),
                new HashSet<>(session.getLabelsList()),
                session.getRevision());
    }

    private static MediaStored decode(Proto.MediaStored stored) {
        return new MediaStored(
                ProtoMedia.decode("target", stored.hasTarget(), stored.getTarget()),
                stored.getPart(),
                ProtoMedia.decode("media", stored.hasMedia(), stored.getMedia()),
                stored.getReason());
    }
}
