package io.omnihub.wire;

import com.google.protobuf.Descriptors;
import com.google.protobuf.InvalidProtocolBufferException;
import io.omnihub.message.Change;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionId;
import io.omnihub.message.TenantId;
import io.omnihub.message.Unknown;
import io.omnihub.message.Visibility;
import io.omnihub.wire.proto.Proto;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;

/// Translates entries of the log. What this version does not know, be it a kind of change, a number of an enum or a
/// rule that a later one broke, becomes [Unknown]. The entry is kept as it was stored, also where only a field was
/// added.
final class ProtoEntries {

    private static final Descriptors.OneofDescriptor CHANGE =
            Proto.Entry.getDescriptor().getOneofs().getFirst();

    private static final Descriptors.OneofDescriptor BODY =
            Proto.InboundEvent.getDescriptor().getOneofs().getFirst();

    private ProtoEntries() {}

    static Proto.Entry encode(Entry entry) {
        return entry.later().isEmpty() ? known(entry) : later(entry.later());
    }

    private static Proto.Entry known(Entry entry) {
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

    private static Proto.Entry later(String stored) {
        try {
            return Proto.Entry.parseFrom(Base64.getDecoder().decode(stored));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("What a later version wrote was well-formed when it was read", e);
        }
    }

    static Entry decode(Proto.Entry entry) {
        Change change = change(entry);
        return new Entry(
                entry.getPartition(),
                entry.getPosition(),
                Fields.id("tenant", entry.getTenant(), TenantId::new),
                Fields.id("channel", entry.getChannel(), ChannelId::new),
                Fields.id("inbox", entry.getInbox(), InboxId::new),
                Fields.id("conversation", entry.getConversation(), ConversationId::new),
                entry.getSequence(),
                entry.getPrevious(),
                // The contact sees nothing of which nobody knows that.
                entry.getVisibility() == Proto.Visibility.UNRECOGNIZED
                        ? Visibility.AGENTS
                        : ProtoEnums.decode(entry.getVisibility()),
                entry.getDirection() == Proto.Direction.UNRECOGNIZED
                        ? Direction.INBOUND
                        : ProtoEnums.decode(entry.getDirection()),
                sender(entry),
                Fields.time("sentAt", entry.hasSentAt(), entry.getSentAt()),
                Fields.time("storedAt", entry.hasStoredAt(), entry.getStoredAt()),
                entry.getLate(),
                entry.getMetadataMap(),
                change,
                change instanceof Unknown || isLater(entry)
                        ? Base64.getEncoder().encodeToString(entry.toByteArray())
                        : "");
    }

    /// Whether a later version added something to what this one knows.
    private static boolean isLater(Proto.Entry entry) {
        return !entry.getUnknownFields().isEmpty()
                || !entry.getSender().getUnknownFields().isEmpty()
                || Later.isIn((com.google.protobuf.Message) entry.getField(entry.getOneofFieldDescriptor(CHANGE)));
    }

    /// An entry, with what a later version added to the event that it came of.
    static Entry withLater(Entry entry, Proto.InboundEvent event) {
        Proto.Entry.Builder builder = known(entry).toBuilder();
        Later.copy(event.getHeader().getSender(), builder.getSenderBuilder());
        Descriptors.FieldDescriptor change = builder.getOneofFieldDescriptor(CHANGE);
        Descriptors.FieldDescriptor body = event.getOneofFieldDescriptor(BODY);
        // What a command says becomes a change of another type.
        if (change.getMessageType().equals(body.getMessageType())) {
            Later.copy((com.google.protobuf.Message) event.getField(body), builder.getFieldBuilder(change));
        }
        return decode(builder.build());
    }

    private static Sender sender(Proto.Entry entry) {
        Proto.Sender sender = entry.getSender();
        return sender.getKind() == Proto.Sender.Kind.UNRECOGNIZED
                ? new Sender(Sender.Kind.SYSTEM, sender.getId(), sender.getName())
                : ProtoEvents.decode(entry.hasSender(), sender);
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
            case Unknown _ -> {
                // No more than that there is something.
            }
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
        boolean known = entry.getVisibility() != Proto.Visibility.UNRECOGNIZED
                && entry.getDirection() != Proto.Direction.UNRECOGNIZED
                && entry.getSender().getKind() != Proto.Sender.Kind.UNRECOGNIZED;
        try {
            return known ? known(entry) : unknown(entry);
        } catch (InvalidMessageException _) {
            // A later version may allow what this one does not.
            return unknown(entry);
        }
    }

    private static Unknown unknown(Proto.Entry entry) {
        String name = entry.getChangeCase() == Proto.Entry.ChangeCase.CHANGE_NOT_SET
                ? "change-"
                        + entry.getUnknownFields().asMap().keySet().stream()
                                .min(Comparator.naturalOrder())
                                .orElse(0)
                : entry.getChangeCase().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Unknown(name);
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
            case CHANGE_NOT_SET -> unknown(entry);
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
