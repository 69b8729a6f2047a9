package io.omnihub.wire;

import io.omnihub.message.ConversationId;
import io.omnihub.wire.proto.Proto;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads clients' frames; one of a kind from a later version is refused.
final class ProtoClientFrames {

    private ProtoClientFrames() {}

    static ClientFrame decode(Proto.ClientFrame frame) {
        return switch (frame.getFrameCase()) {
            case HELLO -> decode(frame.getHello());
            case SEND -> decode(frame.getSend());
            case COMMAND -> decode(frame.getCommand());
            case TYPING -> decode(frame.getTyping());
            case READ ->
                new ClientFrame.Read(
                        optionalId(frame.getRead().getConversation()),
                        frame.getRead().getUpTo());
            case WATCH ->
                new ClientFrame.Watch(
                        id(frame.getWatch().getConversation()), frame.getWatch().getAfter());
            case UNWATCH -> new ClientFrame.Unwatch(id(frame.getUnwatch().getConversation()));
            case LIST -> decode(frame.getList());
            case PRESENCE ->
                new ClientFrame.PresenceState(decode(frame.getPresence().getState()));
            case FETCH -> decode(frame.getFetch());
            case PING -> new ClientFrame.Ping();
            case FRAME_NOT_SET -> throw Fields.unknown("type");
        };
    }

    private static ClientFrame decode(Proto.ClientFrame.Hello hello) {
        return new ClientFrame.Hello(
                hello.getToken(), hello.getTicket(), hello.getEpoch(), hello.hasAfter() ? hello.getAfter() : null);
    }

    private static ClientFrame decode(Proto.ClientFrame.Send send) {
        return new ClientFrame.Send(
                send.getClientId(),
                ProtoContents.decode(send.getPartsList()),
                ProtoMedia.decodeOptional("replyTo", send.hasReplyTo(), send.getReplyTo()));
    }

    private static ClientFrame decode(Proto.ClientFrame.CommandOn command) {
        Fields.require("command", command.hasCommand());
        return new ClientFrame.CommandOn(
                command.getClientId(),
                id(command.getConversation()),
                Fields.within("command", () -> ProtoCommands.decode(command.getCommand())));
    }

    private static ClientFrame decode(Proto.ClientFrame.Typing typing) {
        return new ClientFrame.Typing(
                optionalId(typing.getConversation()), typing.getPreview(), typing.getNote(), typing.getStopped());
    }

    private static ClientFrame decode(Proto.ClientFrame.List list) {
        return new ClientFrame.Changes(
                list.hasSince() ? Instant.ofEpochMilli(list.getSince()).toString() : list.getCursor(),
                Fields.within(
                        "views",
                        () -> list.getViewsList().stream()
                                .map(ProtoClientFrames::decode)
                                .toList()));
    }

    private static ClientFrame.View decode(Proto.ClientFrame.List.View view) {
        boolean any = view.getStatus() == Proto.SessionStatus.SESSION_STATUS_UNSPECIFIED;
        return new ClientFrame.View(
                any ? null : ProtoEnums.decode(view.getStatus()), view.getAssignee(), view.getUnassigned());
    }

    private static ClientFrame decode(Proto.ClientFrame.Fetch fetch) {
        return new ClientFrame.Fetch(
                optionalId(fetch.getConversation()),
                fetch.hasAfter() ? fetch.getAfter() : null,
                fetch.hasBefore() ? fetch.getBefore() : null,
                fetch.getLimit());
    }

    private static Presence decode(Proto.Presence presence) {
        return switch (presence) {
            case PRESENCE_ONLINE -> Presence.ONLINE;
            case PRESENCE_BUSY -> Presence.BUSY;
            case PRESENCE_AWAY -> Presence.AWAY;
            case PRESENCE_OFFLINE -> Presence.OFFLINE;
            case PRESENCE_UNSPECIFIED -> throw Fields.missing("state");
            case UNRECOGNIZED -> throw Fields.unknown("state");
        };
    }

    private static ConversationId id(String value) {
        return Fields.id("conversation", value, ConversationId::new);
    }

    private static @Nullable ConversationId optionalId(String value) {
        return value.isEmpty() ? null : id(value);
    }
}
