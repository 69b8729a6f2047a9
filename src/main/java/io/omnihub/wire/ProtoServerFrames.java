package io.omnihub.wire;

import io.omnihub.message.Session;
import io.omnihub.wire.proto.Proto;
import java.time.Instant;

/// Writes the hub's frames.
final class ProtoServerFrames {

    private ProtoServerFrames() {}

    static Proto.ServerFrame encode(ServerFrame frame) {
        Proto.ServerFrame.Builder builder = Proto.ServerFrame.newBuilder();
        switch (frame) {
            case ServerFrame.Welcome welcome -> encode(welcome, builder.getWelcomeBuilder());
            case ServerFrame.Acknowledged done ->
                builder.getAcknowledgedBuilder()
                        .setClientId(done.clientId())
                        .setConversation(done.conversation().value())
                        .setSequence(done.sequence());
            case ServerFrame.Refused refused ->
                builder.getRefusedBuilder()
                        .setClientId(refused.clientId())
                        .setCode(refused.code())
                        .setReason(refused.reason())
                        .setField(refused.field());
            case ServerFrame.Busy busy ->
                builder.getBusyBuilder().setClientId(busy.clientId()).setRetryAfter(busy.retryAfter());
            case ServerFrame.Fresh fresh -> builder.setEntry(ProtoEntries.encode(fresh.entry()));
            case ServerFrame.Entries entries -> {
                builder.getEntriesBuilder()
                        .setConversation(entries.conversation().value())
                        .setMore(entries.more());
                entries.entries().forEach(entry -> builder.getEntriesBuilder().addEntries(ProtoEntries.encode(entry)));
            }
            case ServerFrame.Changed changed -> {
                builder.getChangedBuilder().setCursor(changed.cursor()).setAnew(changed.anew());
                changed.conversations()
                        .forEach(
                                view -> encode(view, builder.getChangedBuilder().addConversationsBuilder()));
            }
            case ServerFrame.Typing typing ->
                builder.getTypingBuilder()
                        .setConversation(typing.conversation().value())
                        .setSender(ProtoEvents.encode(typing.sender()))
                        .setPreview(typing.preview())
                        .setNote(typing.note())
                        .setStopped(typing.stopped());
            case ServerFrame.PresenceOf presence -> encode(presence, builder.getPresenceBuilder());
            case ServerFrame.Heartbeat heartbeat ->
                builder.getHeartbeatBuilder().putAllLast(heartbeat.last());
            case ServerFrame.Pong _ -> builder.setPong(Proto.ServerFrame.Pong.getDefaultInstance());
            case ServerFrame.Failure error ->
                builder.getErrorBuilder()
                        .setCode(error.code())
                        .setReason(error.reason())
                        .setField(error.field());
        }
        return builder.build();
    }

    private static void encode(ServerFrame.Welcome welcome, Proto.ServerFrame.Welcome.Builder builder) {
        builder.setEpoch(welcome.epoch())
                .setTime(welcome.time().toEpochMilli())
                .setHeartbeat(welcome.heartbeat())
                .setName(welcome.name())
                .setLargestFrame(welcome.largestFrame())
                .setLongestText(welcome.longestText());
        if (welcome.conversation() != null) {
            builder.setConversation(welcome.conversation().value());
        }
        if (welcome.last() != null) {
            builder.setLast(welcome.last());
        }
    }

    private static void encode(ServerFrame.PresenceOf presence, Proto.ServerFrame.PresenceOf.Builder builder) {
        builder.setAgent(presence.agent())
                .setState(
                        switch (presence.state()) {
                            case ONLINE -> Proto.Presence.PRESENCE_ONLINE;
                            case BUSY -> Proto.Presence.PRESENCE_BUSY;
                            case AWAY -> Proto.Presence.PRESENCE_AWAY;
                            case OFFLINE -> Proto.Presence.PRESENCE_OFFLINE;
                        });
        if (presence.conversation() != null) {
            builder.setConversation(presence.conversation().value());
        }
    }

    private static void encode(ConversationView view, Proto.ConversationView.Builder builder) {
        builder.setId(view.id().value())
                .setChannel(view.channel().value())
                .setInbox(view.inbox().value())
                .setContact(view.contact().id().value())
                .setContactName(view.contact().name())
                .setCreatedAt(view.createdAt().toEpochMilli())
                .setChangedAt(view.changedAt().toEpochMilli())
                .setMessageAt(view.messageAt().toEpochMilli())
                .setLastSequence(view.lastSequence());
        Instant waitingSince = view.waitingSince();
        if (waitingSince != null) {
            builder.setWaitingSince(waitingSince.toEpochMilli());
        }
        Session session = view.session();
        if (session != null) {
            builder.setSession(ProtoSessions.encode(session));
        }
        ConversationView.Preview message = view.lastMessage();
        if (message != null) {
            builder.getLastMessageBuilder()
                    .setSequence(message.sequence())
                    .setDirection(ProtoEnums.encode(message.direction()))
                    .setSender(ProtoEvents.encode(message.sender()))
                    .setSentAt(message.sentAt().toEpochMilli())
                    .addAllKinds(message.kinds())
                    .setText(message.text());
        }
    }
}
